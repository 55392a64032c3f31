package org.ring0.devices.storage.ide;

import static org.ring0.devices.storage.ide.AtaBits.*;

import java.io.IOException;
import java.util.Arrays;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.HostControl;
import org.ring0.core.time.Scheduler;
import org.ring0.devices.storage.ide.DriveState.Phase;
import org.ring0.devices.storage.ide.DriveState.Step;

/**
 * A CD-ROM drive on an ATA cable: the packet protocol of ATA/ATAPI-6 (9.7 to 9.11) around a {@link CdromUnit}. Data comes
 * {@value #SECTOR_NANOS} ns a sector after {@value #ACCESS_NANOS} ns.
 *
 * <p>Limits: one data track, no audio, no sub-channel data but the position, no DVD structures; no overlapped commands.
 */
public final class AtapiCdrom extends IdeDrive<AtapiCdrom.State> {
    static final int ACCESS_NANOS = 50_000;
    static final int SECTOR_NANOS = 4_000;
    private static final int COMMAND_NANOS = 5_000;
    private static final int BLOCK_NANOS = 1_000;

    private static final int PACKET = 0xA0;
    private static final int IDENTIFY_PACKET_DEVICE = 0xA1;

    /** Bits of the Features register of PACKET. */
    private static final int FEATURES_DMA = 0x01;

    private static final int FEATURES_OVERLAP = 0x02;
    /** Bits of the Sector Count register, which is the Interrupt Reason here. */
    private static final int REASON_COMMAND = 0x01;

    private static final int REASON_TO_HOST = 0x02;
    private static final int MAX_BYTE_COUNT = 0xFFFE;

    /** What the present buffer is for. */
    public enum Stage {
        /** No packet command under way. */
        NONE,
        PACKET,
        PARAMETERS,
        /** A reply that is in the buffer as a whole. */
        DATA,
        /** Sectors, of which more may have to be read. */
        SECTORS
    }

    /**
     * @param packet the packet command under way, 12 bytes
     * @param byteLimit the byte count limit that came with it
     * @param lba the next sector to read, of which {@code remaining} are left
     * @param transferMode the code of SET FEATURES 03h
     */
    public record State(
            DriveState drive,
            CdromState unit,
            Stage stage,
            byte[] packet,
            int byteLimit,
            boolean dma,
            long lba,
            int remaining,
            SectorLayout layout,
            int transferMode) {
        public State {
            if (packet.length != Packet.LENGTH || lba < 0 || remaining < 0 || byteLimit < 0 || layout.length() == 0) {
                throw new IllegalArgumentException("not a CD-ROM drive's state");
            }
        }
    }

    private final HostControl host;
    private final String serial;
    private final CdromUnit unit;
    private final State powerOn;
    private Stage stage = Stage.NONE;
    private byte[] packet = new byte[Packet.LENGTH];
    private int byteLimit;
    private boolean dma;
    private long lba;
    private int remaining;
    private SectorLayout layout = SectorLayout.USER_DATA;
    private int transferMode = DiskSettings.MULTIWORD_DMA | 2;

    /**
     * @param medium the disc in 512-byte sectors, or null for an empty drive
     * @param serial up to 20 ASCII characters, different for each drive of a machine
     * @param host told of the host's I/O errors, which the guest sees as errors of the medium
     */
    public AtapiCdrom(Scheduler scheduler, BlockBackend medium, String serial, HostControl host) {
        super(scheduler);
        this.unit = new CdromUnit(medium);
        this.serial = serial;
        this.host = host;
        putSignature();
        powerOn = save();
    }

    /** Puts another disc in, or with null takes it out; the guest learns of it by a unit attention condition. */
    public void changeMedium(BlockBackend medium) {
        unit.change(medium);
    }

    @Override
    void execute(int opcode) {
        stage = Stage.NONE;
        switch (opcode) {
            case PACKET -> beginPacket();
            case IDENTIFY_PACKET_DEVICE -> reply(AtapiIdentity.identify(serial, transferMode));
            // The disk commands that tell a packet device by its signature.
            case 0xEC, 0x20 -> {
                putSignature();
                abort();
            }
            case 0xEF -> setFeatures();
            case 0xE5, 0x98 -> {
                taskFile.put(TaskFile.SECTOR_COUNT, 0xFF);
                busy(Step.COMPLETE, COMMAND_NANOS);
            }
            case 0xE0, 0xE1, 0xE2, 0xE3, 0xE6, 0x94, 0x95, 0x96, 0x97, 0x99, 0xE7 -> busy(Step.COMPLETE, COMMAND_NANOS);
            default -> abort();
        }
    }

    private void beginPacket() {
        int features = taskFile.current(TaskFile.FEATURES);
        if ((features & FEATURES_OVERLAP) != 0) {
            abort();
            return;
        }
        dma = (features & FEATURES_DMA) != 0;
        byteLimit = taskFile.current(TaskFile.LBA_HIGH) << 8 | taskFile.current(TaskFile.LBA_MID);
        busy(Step.ACCEPT_PACKET, BLOCK_NANOS);
    }

    private void setFeatures() {
        int mode = taskFile.current(TaskFile.SECTOR_COUNT);
        boolean supported = taskFile.current(TaskFile.FEATURES) == 0x03
                && (mode <= 0x01
                        || mode >= 0x08 && mode <= 0x0C
                        || mode >= DiskSettings.MULTIWORD_DMA && mode <= (DiskSettings.MULTIWORD_DMA | 2)
                        || mode >= DiskSettings.ULTRA_DMA && mode <= (DiskSettings.ULTRA_DMA | 2));
        if (!supported) {
            abort();
            return;
        }
        if (mode >= DiskSettings.MULTIWORD_DMA) {
            transferMode = mode;
        }
        busy(Step.COMPLETE, COMMAND_NANOS);
    }

    @Override
    void perform(Step due) {
        switch (due) {
            case ACCEPT_PACKET -> {
                stage = Stage.PACKET;
                taskFile.put(TaskFile.SECTOR_COUNT, REASON_COMMAND);
                buffer.begin(Packet.LENGTH);
                requestBlock(false);
            }
            case EXECUTE_PACKET -> executePacket();
            case READ_BLOCK -> readSectors();
            case PACKET_BLOCK -> moveBlock();
            default -> throw new IllegalStateException("no step of a CD-ROM drive: " + due);
        }
    }

    @Override
    void blockMoved(Phase moved) {
        switch (stage) {
            case NONE -> finish(0, 0, false);
            case PACKET -> {
                packet = Arrays.copyOf(buffer.bytes(), Packet.LENGTH);
                busy(Step.EXECUTE_PACKET, COMMAND_NANOS);
            }
            default -> {
                if (buffer.remaining() > 0) {
                    busy(Step.PACKET_BLOCK, BLOCK_NANOS);
                } else if (stage == Stage.PARAMETERS) {
                    busy(Step.EXECUTE_PACKET, COMMAND_NANOS);
                } else if (stage == Stage.SECTORS && remaining > 0) {
                    busy(Step.READ_BLOCK, chunk() * (long) SECTOR_NANOS);
                } else {
                    finishPacket(BLOCK_NANOS);
                }
            }
        }
    }

    private void executePacket() {
        Packet command = new Packet(packet);
        PacketReply reply = stage == Stage.PARAMETERS
                ? unit.accept(command, Arrays.copyOf(buffer.bytes(), buffer.length()))
                : unit.execute(command);
        if (!(reply instanceof PacketReply.Check)) {
            unit.setSense(Sense.NONE);
        }
        switch (reply) {
            case PacketReply.Done() -> finishPacket(BLOCK_NANOS);
            case PacketReply.Check(Sense sense) -> check(sense);
            case PacketReply.Data(byte[] bytes, int allocation) -> {
                int length = Math.min(bytes.length, allocation);
                System.arraycopy(bytes, 0, buffer.bytes(), 0, length);
                beginData(Stage.DATA, length);
            }
            case PacketReply.Parameters(int length) -> beginData(Stage.PARAMETERS, length);
            case PacketReply.Sectors(long from, int count, SectorLayout parts) -> {
                lba = from;
                remaining = count;
                layout = parts;
                stage = Stage.SECTORS;
                if (!refusesByteLimit()) {
                    busy(Step.READ_BLOCK, ACCESS_NANOS + chunk() * (long) SECTOR_NANOS);
                }
            }
        }
    }

    private void beginData(Stage next, int length) {
        stage = next;
        buffer.begin(length);
        if (length == 0) {
            finishPacket(BLOCK_NANOS);
        } else if (!refusesByteLimit()) {
            moveBlock();
        }
    }

    /** PIO with data and a limit of zero cannot go on. */
    private boolean refusesByteLimit() {
        boolean refused = !dma && byteLimit == 0;
        if (refused) {
            stage = Stage.NONE;
            abort();
        }
        return refused;
    }

    /** Hands the next block over: as much as the byte count limit allows, whole sectors if possible. */
    private void moveBlock() {
        boolean toHost = stage != Stage.PARAMETERS;
        if (dma) {
            taskFile.put(TaskFile.SECTOR_COUNT, toHost ? REASON_TO_HOST : 0);
            requestDma(toHost);
            return;
        }
        int size = Math.clamp(byteLimit & ~1, 2, MAX_BYTE_COUNT);
        if (stage == Stage.SECTORS && size > layout.length()) {
            size -= size % layout.length();
        }
        int count = buffer.beginBlock(size);
        taskFile.put(TaskFile.LBA_MID, count);
        taskFile.put(TaskFile.LBA_HIGH, count >> 8);
        taskFile.put(TaskFile.SECTOR_COUNT, toHost ? REASON_TO_HOST : 0);
        if (toHost) {
            offerBlock(true);
        } else {
            requestBlock(true);
        }
    }

    /** Sectors that the buffer takes at once. */
    private int chunk() {
        return Math.min(remaining, TransferBuffer.CAPACITY / layout.length());
    }

    private void readSectors() {
        BlockBackend medium = unit.medium();
        int count = chunk();
        if (medium == null || lba + count > SectorReader.sectors(medium)) {
            // The disc was changed under the command.
            check(Sense.MEDIUM_MAY_HAVE_CHANGED);
            return;
        }
        try {
            SectorReader.read(medium, lba, count, layout, buffer.bytes());
        } catch (IOException e) {
            host.hostError("CD image: read at sector %d: %s".formatted(lba, e.getMessage()));
            check(Sense.UNRECOVERED_READ_ERROR);
            return;
        }
        buffer.begin(count * layout.length());
        lba += count;
        remaining -= count;
        unit.setPosition(lba - 1);
        moveBlock();
    }

    /** Good status, shortly. */
    private void finishPacket(int nanos) {
        stage = Stage.NONE;
        taskFile.put(TaskFile.SECTOR_COUNT, REASON_COMMAND | REASON_TO_HOST);
        busy(Step.COMPLETE, nanos);
    }

    private void check(Sense sense) {
        stage = Stage.NONE;
        unit.setSense(sense);
        taskFile.put(TaskFile.SECTOR_COUNT, REASON_COMMAND | REASON_TO_HOST);
        finish(STATUS_ERR, sense.key() << 4, true);
    }

    @Override
    void resetSettings() {
        stage = Stage.NONE;
        unit.softReset();
    }

    @Override
    void putSignature() {
        taskFile.put(TaskFile.SECTOR_COUNT, 1);
        taskFile.putLow24(0xEB1401);
        taskFile.put(TaskFile.DEVICE, taskFile.current(TaskFile.DEVICE) & DEVICE_DEV);
    }

    @Override
    int statusAfterReset() {
        return 0;
    }

    @Override
    boolean isPacketDevice() {
        return true;
    }

    @Override
    public State save() {
        return new State(
                saveInterface(),
                unit.state(),
                stage,
                packet.clone(),
                byteLimit,
                dma,
                lba,
                remaining,
                layout,
                transferMode);
    }

    @Override
    public void restore(State state) {
        restoreInterface(state.drive());
        unit.restore(state.unit());
        stage = state.stage();
        packet = state.packet().clone();
        byteLimit = state.byteLimit();
        dma = state.dma();
        lba = state.lba();
        remaining = state.remaining();
        layout = state.layout();
        transferMode = state.transferMode();
    }

    @Override
    public State powerOn() {
        return powerOn;
    }
}
