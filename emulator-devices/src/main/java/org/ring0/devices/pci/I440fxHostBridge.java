package org.ring0.devices.pci;

import org.ring0.core.device.Device;

/**
 * Intel 82441FX (i440FX) host bridge. Data sheet: Intel 290549-001. The programmable attribute map (PAM) decides, for 13
 * segments of C0000h to FFFFFh, whether reads and writes go to RAM or to the bus behind the bridge.
 *
 * <p>Limits: no SMM, so of SMRAM only D_OPEN acts; DRAM timing and row registers are storage; the subsystem ID is the one by
 * which firmware knows that it runs in a virtual machine with fw_cfg.
 */
public final class I440fxHostBridge implements Device<I440fxHostBridge.State>, PciFunction {
    private static final int PAM = 0x59;
    private static final int PAM_COUNT = 7;
    private static final int SMRAM = 0x72;
    private static final int SMRAM_LOCKED = 1 << 4;
    private static final int SMRAM_CLOSED = 1 << 5;
    private static final int SMRAM_OPEN = 1 << 6;
    /** Segments of 16 KiB from C0000h on; the last one is F0000h to FFFFFh. */
    public static final int SEGMENTS = 13;

    private final MemoryAttributes memory;
    private final ConfigSpace config = new ConfigSpace(0x8086, 0x1237, 0x06_0000, 2)
            .initial(ConfigSpace.STATUS, 2, 0x0280)
            .initial(ConfigSpace.COMMAND, 2, 0x0006)
            .initial(ConfigSpace.SUBSYSTEM_VENDOR, 4, 0x1100_1af4)
            .initial(SMRAM, 1, 0x02)
            .writable(ConfigSpace.COMMAND, 2, 0x0100)
            .writable(0x50, 2, 0x87a0)
            .writable(0x57, 2, 0x003f)
            .writable(PAM, 1, 0x30)
            .writable(PAM + 1, 2, 0x3333)
            .writable(PAM + 3, 4, 0x3333_3333)
            .writable(0x60, 4, -1)
            .writable(0x64, 4, -1)
            .writable(SMRAM, 1, 0x78)
            .writable(0x90, 1, 0xff)
            .writable(0x93, 1, 0x0f);

    /** What the memory map must follow. */
    public interface MemoryAttributes {
        /**
         * Attributes of a segment.
         *
         * @param segment 0 to 11: 16 KiB each from C0000h; 12: the 64 KiB from F0000h
         * @param readRam reads go to RAM, not to the bus
         * @param writeRam writes go to RAM, not to the bus
         */
        void setShadow(int segment, boolean readRam, boolean writeRam);

        /** Whether A0000h to BFFFFh is RAM (the SMRAM window opened) and not the VGA's. */
        void setSmramOpen(boolean open);
    }

    /** @param config the configuration space */
    public record State(byte[] config) {}

    /** @param memory follows the attribute registers */
    public I440fxHostBridge(MemoryAttributes memory) {
        this.memory = memory;
    }

    @Override
    public int readConfig(int offset, int size) {
        return config.read(offset, size);
    }

    @Override
    public void writeConfig(int offset, int value, int size) {
        int smram = config.read(SMRAM, 1);
        config.write(offset, value, size);
        if ((smram & SMRAM_LOCKED) != 0) {
            config.set(SMRAM, smram, 1);
        } else if ((config.read(SMRAM, 1) & SMRAM_LOCKED) != 0) {
            config.set(SMRAM, config.read(SMRAM, 1) & ~SMRAM_OPEN, 1);
        }
        if (offset <= SMRAM && offset + size > PAM) {
            applyAttributes();
        }
    }

    private void applyAttributes() {
        for (int segment = 0; segment < SEGMENTS; segment++) {
            int nibble = segment == SEGMENTS - 1
                    ? config.read(PAM, 1) >> 4
                    : config.read(PAM + 1 + segment / 2, 1) >> 4 * (segment & 1);
            memory.setShadow(segment, (nibble & 1) != 0, (nibble & 2) != 0);
        }
        memory.setSmramOpen((config.read(SMRAM, 1) & (SMRAM_OPEN | SMRAM_CLOSED)) == SMRAM_OPEN);
    }

    @Override
    public State save() {
        return new State(config.save());
    }

    @Override
    public void restore(State state) {
        config.restore(state.config);
    }

    @Override
    public State powerOn() {
        return new State(config.powerOn());
    }

    @Override
    public void settle() {
        config.settle();
        applyAttributes();
    }
}
