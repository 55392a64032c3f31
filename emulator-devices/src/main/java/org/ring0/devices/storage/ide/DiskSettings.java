package org.ring0.devices.storage.ide;

/**
 * What commands set on a disk.
 *
 * @param geometry of CHS addresses
 * @param multiple sectors in a block of READ and WRITE MULTIPLE; 0: those commands are refused
 * @param transferMode the code of SET FEATURES 03h for the DMA mode: 2x multiword, 4x Ultra
 * @param revertOnReset whether a software reset restores the settings of power-on (SET FEATURES 66h and CCh)
 */
public record DiskSettings(
        Geometry geometry,
        int multiple,
        int transferMode,
        boolean writeCache,
        boolean lookAhead,
        boolean smart,
        boolean revertOnReset,
        Power power) {
    static final int MULTIWORD_DMA = 0x20;
    static final int ULTRA_DMA = 0x40;
    private static final int MULTIWORD_MODES = 3;
    private static final int ULTRA_MODES = 6;

    /** The power modes, with what CHECK POWER MODE answers for them. */
    public enum Power {
        ACTIVE(0xFF),
        IDLE(0x80),
        STANDBY(0x00),
        SLEEP(0x00);

        private final int mode;

        Power(int mode) {
            this.mode = mode;
        }

        int mode() {
            return mode;
        }
    }

    static DiskSettings powerOn(Geometry geometry) {
        return new DiskSettings(geometry, 0, MULTIWORD_DMA | 2, true, true, true, true, Power.ACTIVE);
    }

    DiskSettings afterSoftReset(Geometry defaultGeometry) {
        return (revertOnReset ? powerOn(defaultGeometry) : this)
                .withTransferMode(transferMode)
                .withPower(Power.ACTIVE);
    }

    /** With a block size of SET MULTIPLE MODE (0: off), or null if the disk has no such block. */
    DiskSettings withMultiple(int sectors) {
        boolean valid = sectors <= AtaDisk.MAX_MULTIPLE && Integer.bitCount(sectors) <= 1;
        return valid
                ? new DiskSettings(geometry, sectors, transferMode, writeCache, lookAhead, smart, revertOnReset, power)
                : null;
    }

    /** With what SET FEATURES asks for, or null if the disk has no such feature. */
    DiskSettings withFeature(int feature, int parameter) {
        return switch (feature) {
            case 0x02 -> withCaches(true, lookAhead);
            case 0x82 -> withCaches(false, lookAhead);
            case 0xAA -> withCaches(writeCache, true);
            case 0x55 -> withCaches(writeCache, false);
            case 0x03 -> withTransferParameter(parameter);
            case 0x66 -> withRevert(false);
            case 0xCC -> withRevert(true);
            default -> null;
        };
    }

    private DiskSettings withTransferParameter(int parameter) {
        int mode = parameter & 0x07;
        return switch (parameter & 0xf8) {
            case 0x00 -> mode <= 1 ? this : null;
            case 0x08 -> mode <= 4 ? this : null;
            case MULTIWORD_DMA -> mode < MULTIWORD_MODES ? withTransferMode(parameter) : null;
            case ULTRA_DMA -> mode < ULTRA_MODES ? withTransferMode(parameter) : null;
            default -> null;
        };
    }

    DiskSettings withGeometry(Geometry wanted) {
        return new DiskSettings(wanted, multiple, transferMode, writeCache, lookAhead, smart, revertOnReset, power);
    }

    DiskSettings withTransferMode(int mode) {
        return new DiskSettings(geometry, multiple, mode, writeCache, lookAhead, smart, revertOnReset, power);
    }

    DiskSettings withCaches(boolean write, boolean ahead) {
        return new DiskSettings(geometry, multiple, transferMode, write, ahead, smart, revertOnReset, power);
    }

    DiskSettings withSmart(boolean on) {
        return new DiskSettings(geometry, multiple, transferMode, writeCache, lookAhead, on, revertOnReset, power);
    }

    DiskSettings withRevert(boolean on) {
        return new DiskSettings(geometry, multiple, transferMode, writeCache, lookAhead, smart, on, power);
    }

    DiskSettings withPower(Power mode) {
        return new DiskSettings(geometry, multiple, transferMode, writeCache, lookAhead, smart, revertOnReset, mode);
    }
}
