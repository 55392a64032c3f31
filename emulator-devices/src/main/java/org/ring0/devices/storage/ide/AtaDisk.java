package org.ring0.devices.storage.ide;

import static org.ring0.devices.storage.ide.AtaBits.*;

import java.io.IOException;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.HostControl;
import org.ring0.core.time.Scheduler;
import org.ring0.devices.storage.ide.DriveState.Phase;
import org.ring0.devices.storage.ide.DriveState.Step;

/**
 * A hard disk on an ATA cable, after ATA/ATAPI-6 (T13/1410D): CHS, 28- and 48-bit addresses, PIO, multiple and DMA
 * transfers. Its mechanics are those of a fast disk: {@value #ACCESS_NANOS} ns to the first sector and
 * {@value #SECTOR_NANOS} ns a sector.
 *
 * <p>Limits: no host protected area, security, queued commands, overlap, streaming or device configuration; SMART reports a
 * disk that never ages. Sectors have 512 bytes.
 */
public final class AtaDisk extends IdeDrive<AtaDisk.State> {
    static final int ACCESS_NANOS = 20_000;
    static final int SECTOR_NANOS = 1_000;
    private static final int FLUSH_NANOS = 100_000;

    /** Sectors in a block of READ MULTIPLE at most. */
    static final int MAX_MULTIPLE = 16;

    /** Sectors that DMA transfers and verifications move between two steps. */
    private static final int FULL_BLOCK = TransferBuffer.CAPACITY / BlockBackend.SECTOR_SIZE;

    /**
     * @param lba the next sector of the command at hand, of which {@code remaining} are left
     * @param block sectors in the buffer
     * @param settings what commands have set
     */
    public record State(DriveState drive, long lba, int remaining, int block, DiskSettings settings) {
        public State {
            if (lba < -1 || remaining < 0 || block < 0 || block > FULL_BLOCK) {
                throw new IllegalArgumentException("not a disk's state");
            }
        }
    }

    private final BlockBackend backend;
    private final AtaIdentity identity;
    private final HostControl host;
    private final State powerOn;
    private DiskSettings settings;
    private long lba;
    private int remaining;
    private int block;

    /**
     * @param backend the sectors; at least one
     * @param serial up to 20 ASCII characters, different for each drive of a machine
     * @param host told of the host's I/O errors, which the guest sees as errors of the medium
     */
    public AtaDisk(Scheduler scheduler, BlockBackend backend, String serial, HostControl host) {
        super(scheduler);
        this.backend = backend;
        this.host = host;
        identity = new AtaIdentity(backend.sectors(), serial);
        settings = DiskSettings.powerOn(identity.defaultGeometry());
        putSignature();
        setStatus(READY);
        powerOn = save();
    }

    @Override
    void execute(int opcode) {
        AtaCommand wanted = AtaCommand.of(opcode);
        if (settings.power() == DiskSettings.Power.SLEEP) {
            // Only a reset wakes a sleeping disk.
            setStatus(READY);
        } else if (wanted == null) {
            abort();
        } else if (wanted.kind() == AtaCommand.Kind.CONTROL) {
            control(wanted);
        } else {
            settings = settings.withPower(DiskSettings.Power.ACTIVE);
            transfer(wanted);
        }
    }

    private void transfer(AtaCommand wanted) {
        boolean refused = wanted.isMultiple() && settings.multiple() == 0
                || wanted.kind() == AtaCommand.Kind.WRITE && backend.readOnly();
        if (refused) {
            abort();
            return;
        }
        remaining = DiskAddress.count(taskFile, wanted);
        lba = DiskAddress.sector(taskFile, wanted, settings.geometry());
        if (lba < 0 || lba >= backend.sectors()) {
            finish(STATUS_ERR, ERROR_IDNF, true);
            return;
        }
        switch (wanted.kind()) {
            case READ -> {
                takeBlock(wanted);
                busy(Step.READ_BLOCK, ACCESS_NANOS + block * (long) SECTOR_NANOS);
            }
            case WRITE -> requestSectors(wanted, false);
            default -> {
                block = Math.min(remaining, FULL_BLOCK);
                busy(Step.VERIFY, ACCESS_NANOS + block * (long) SECTOR_NANOS);
            }
        }
    }

    /** Sets {@link #block} to what is moved at once: a sector, a multiple, or what the buffer holds. */
    private void takeBlock(AtaCommand of) {
        block = Math.min(remaining, of.isDma() ? FULL_BLOCK : of.isMultiple() ? settings.multiple() : 1);
    }

    private void requestSectors(AtaCommand of, boolean withInterrupt) {
        takeBlock(of);
        buffer.begin(block * BlockBackend.SECTOR_SIZE);
        if (of.isDma()) {
            requestDma(false);
        } else {
            requestBlock(withInterrupt);
        }
    }

    @Override
    void perform(Step due) {
        if (due == Step.FLUSH) {
            flush();
        } else if (lba + block > backend.sectors()) {
            lba = backend.sectors();
            fail(ERROR_IDNF, 0);
        } else {
            try {
                moveBlock(due);
            } catch (IOException e) {
                host.hostError("disk image: %s at sector %d: %s"
                        .formatted(due == Step.WRITE_BLOCK ? "write" : "read", lba, e.getMessage()));
                fail(due == Step.WRITE_BLOCK ? ERROR_ABRT : ERROR_UNC, due == Step.WRITE_BLOCK ? STATUS_DF : 0);
            }
        }
    }

    private void moveBlock(Step due) throws IOException {
        AtaCommand now = AtaCommand.of(command());
        switch (due) {
            case READ_BLOCK -> {
                backend.read(lba, block, buffer.bytes(), 0);
                buffer.begin(block * BlockBackend.SECTOR_SIZE);
                if (now.isDma()) {
                    requestDma(true);
                } else {
                    offerBlock(true);
                }
            }
            case WRITE_BLOCK -> {
                backend.write(lba, block, buffer.bytes(), 0);
                passBlock();
                if (remaining > 0) {
                    requestSectors(now, true);
                } else {
                    finishWrite(now);
                }
            }
            default -> {
                backend.read(lba, block, buffer.bytes(), 0);
                passBlock();
                block = Math.min(remaining, FULL_BLOCK);
                if (remaining > 0) {
                    busy(Step.VERIFY, block * (long) SECTOR_NANOS);
                } else {
                    finishTransfer(true);
                }
            }
        }
    }

    @Override
    void blockMoved(Phase moved) {
        switch (moved) {
            case PIO_OUT, DMA_OUT -> busy(Step.WRITE_BLOCK, block * (long) SECTOR_NANOS);
            case PIO_IN, DMA_IN -> {
                if (remaining == 0) {
                    // IDENTIFY and the like: no sectors behind them.
                    finish(0, 0, false);
                    return;
                }
                passBlock();
                if (remaining == 0) {
                    finishTransfer(moved == Phase.DMA_IN);
                } else {
                    takeBlock(AtaCommand.of(command()));
                    busy(Step.READ_BLOCK, block * (long) SECTOR_NANOS);
                }
            }
            default -> throw new IllegalStateException("no block moves in phase " + moved);
        }
    }

    private void passBlock() {
        lba += block;
        remaining -= block;
    }

    /** The registers are left at the last sector that was transferred. */
    private void finishTransfer(boolean withInterrupt) {
        reportAddress(lba - 1);
        finish(0, 0, withInterrupt);
    }

    private void finishWrite(AtaCommand command) {
        if (!command.isForcedUnitAccess() && settings.writeCache()) {
            finishTransfer(true);
        } else {
            busy(Step.FLUSH, FLUSH_NANOS);
        }
    }

    private void flush() {
        try {
            backend.flush();
            complete();
        } catch (IOException e) {
            host.hostError("disk image: flush: " + e.getMessage());
            finish(STATUS_ERR | STATUS_DF, ERROR_ABRT, true);
        }
    }

    private void fail(int errorBits, int statusBits) {
        reportAddress(lba);
        remaining = 0;
        finish(STATUS_ERR | statusBits, errorBits, true);
    }

    private void control(AtaCommand wanted) {
        switch (wanted) {
            case IDENTIFY_DEVICE -> offerSector(identity.identify(settings));
            case FLUSH_CACHE, FLUSH_CACHE_EXT -> busy(Step.FLUSH, FLUSH_NANOS);
            case SET_FEATURES -> setFeatures();
            case SET_MULTIPLE_MODE -> setMultiple();
            case INITIALIZE_DEVICE_PARAMETERS -> initializeParameters();
            case RECALIBRATE -> busy(Step.COMPLETE, ACCESS_NANOS);
            case SEEK -> seek();
            case READ_NATIVE_MAX_ADDRESS, READ_NATIVE_MAX_ADDRESS_EXT -> readNativeMax(wanted);
            case SMART -> smart();
            case CHECK_POWER_MODE -> {
                taskFile.put(TaskFile.SECTOR_COUNT, settings.power().mode());
                busy(Step.COMPLETE, CONTROL_NANOS);
            }
            case STANDBY, STANDBY_IMMEDIATE -> setPower(DiskSettings.Power.STANDBY);
            case IDLE, IDLE_IMMEDIATE -> setPower(DiskSettings.Power.IDLE);
            case SLEEP -> setPower(DiskSettings.Power.SLEEP);
            default -> abort();
        }
    }

    private void setPower(DiskSettings.Power power) {
        settings = settings.withPower(power);
        busy(Step.COMPLETE, CONTROL_NANOS);
    }

    private void adopt(DiskSettings accepted) {
        if (accepted == null) {
            abort();
        } else {
            settings = accepted;
            busy(Step.COMPLETE, CONTROL_NANOS);
        }
    }

    private void setFeatures() {
        adopt(settings.withFeature(taskFile.current(TaskFile.FEATURES), taskFile.current(TaskFile.SECTOR_COUNT)));
    }

    private void setMultiple() {
        adopt(settings.withMultiple(taskFile.current(TaskFile.SECTOR_COUNT)));
    }

    private void initializeParameters() {
        int heads = (taskFile.current(TaskFile.DEVICE) & 0x0f) + 1;
        adopt(settings.withGeometry(identity.geometry(heads, taskFile.current(TaskFile.SECTOR_COUNT))));
    }

    private void seek() {
        long target = DiskAddress.sector(taskFile, AtaCommand.SEEK, settings.geometry());
        if (target < 0 || target >= backend.sectors()) {
            finish(STATUS_ERR, ERROR_IDNF, true);
        } else {
            busy(Step.COMPLETE, ACCESS_NANOS);
        }
    }

    private void readNativeMax(AtaCommand wanted) {
        long max = backend.sectors() - 1;
        if (wanted == AtaCommand.READ_NATIVE_MAX_ADDRESS_EXT) {
            taskFile.putLba48(max);
        } else {
            taskFile.putLba28(Math.min(max, AtaIdentity.MAX_LBA28 - 1));
        }
        busy(Step.COMPLETE, CONTROL_NANOS);
    }

    private void smart() {
        SmartReply reply = SmartReply.to(taskFile, settings.smart());
        if (reply == null) {
            abort();
            return;
        }
        settings = settings.withSmart(reply.enabled());
        if (reply.sector() != null) {
            offerSector(reply.sector());
        } else {
            busy(Step.COMPLETE, CONTROL_NANOS);
        }
    }

    /** No sectors of the medium come behind this one. */
    private void offerSector(byte[] sector) {
        remaining = 0;
        reply(sector);
    }

    private void reportAddress(long sector) {
        DiskAddress.report(sector, remaining, taskFile, AtaCommand.of(command()), settings.geometry());
    }

    @Override
    void resetSettings() {
        settings = settings.afterSoftReset(identity.defaultGeometry());
        remaining = 0;
    }

    @Override
    void putSignature() {
        taskFile.put(TaskFile.SECTOR_COUNT, 1);
        taskFile.putLow24(1);
        taskFile.put(TaskFile.DEVICE, 0);
    }

    @Override
    int statusAfterReset() {
        return READY;
    }

    @Override
    boolean isPacketDevice() {
        return false;
    }

    @Override
    public State save() {
        return new State(saveInterface(), lba, remaining, block, settings);
    }

    @Override
    public void restore(State state) {
        restoreInterface(state.drive());
        lba = state.lba();
        remaining = state.remaining();
        block = state.block();
        settings = state.settings();
    }

    @Override
    public State powerOn() {
        return powerOn;
    }
}
