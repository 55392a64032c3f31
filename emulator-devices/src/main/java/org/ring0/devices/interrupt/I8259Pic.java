package org.ring0.devices.interrupt;

import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.InterruptSource;
import org.ring0.core.irq.IrqLine;

/**
 * Intel 8259A programmable interrupt controller, with the edge/level control register of the PIIX3.
 *
 * <p>Data sheets: Intel 231468-003 (8259A), 290550-002 (82371SB, section 2.5.5). Two ports: offset 0 is A0 = 0, offset 1 is
 * A0 = 1. A request on an edge-triggered input must stay high until it is acknowledged, as on the chip: when it falls
 * before, the request goes, and the acknowledge that was under way gets the spurious vector 7. A {@link IrqLine#pulse()},
 * which has no length, counts as long enough.
 *
 * <p>Limits: in 8085 mode the CPU sees the second of the three INTA bytes; the buffered mode's SP/EN output drives nothing.
 */
public final class I8259Pic implements Device<I8259Pic.State>, IoDevice, InterruptSource {
    /** How the SP/EN pin is strapped. */
    public enum Role {
        MASTER(0xf8),
        SLAVE(0xde);

        /** The inputs whose trigger can be selected: not the timer, keyboard, cascade, clock and coprocessor inputs. */
        private final int selectable;

        Role(int selectable) {
            this.selectable = selectable;
        }
    }

    private static final int ICW1_IC4 = 0x01;
    private static final int ICW1_SNGL = 0x02;
    private static final int ICW1_ADI = 0x04;
    private static final int ICW1_LTIM = 0x08;
    private static final int ICW1 = 0x10;
    private static final int ICW4_UPM = 0x01;
    private static final int ICW4_AEOI = 0x02;
    private static final int ICW4_MS = 0x04;
    private static final int ICW4_BUF = 0x08;
    private static final int ICW4_SFNM = 0x10;
    private static final int OCW3 = 0x08;
    private static final int OCW3_RIS = 0x01;
    private static final int OCW3_RR = 0x02;
    private static final int OCW3_P = 0x04;
    private static final int OCW3_SMM = 0x20;
    private static final int OCW3_ESMM = 0x40;
    private static final int POLL_INTERRUPT = 0x80;
    private static final int SPURIOUS = 7;
    private static final int NONE = -1;

    /** Which command word the next write with A0 = 1 is. */
    enum Expected {
        ICW2,
        ICW3,
        ICW4,
        OCW1
    }

    /**
     * @param latched edges that were seen and not yet acknowledged
     * @param pulsed those of {@code latched} that came as a pulse and do not follow their line
     * @param lines the levels of the inputs, needed to tell an edge from a level that is driven again
     * @param lowest the input with the lowest priority
     */
    public record State(
            int latched,
            int pulsed,
            int lines,
            int isr,
            int imr,
            int icw1,
            int icw2,
            int icw3,
            int icw4,
            Expected expected,
            int lowest,
            boolean specialMask,
            boolean rotateInAutoEoi,
            boolean readIsr,
            boolean poll,
            int elcr) {
        public static final State POWER_ON =
                new State(0, 0, 0, 0, 0, 0, 0, 0, ICW4_UPM, Expected.OCW1, 7, false, false, false, false, 0);
    }

    private final IrqLine intr;
    private final Role role;
    private final CascadeBus cascade;
    private int latched;
    private int pulsed;
    private int lines;
    private int isr;
    private int imr;
    private int icw1;
    private int icw2;
    private int icw3;
    private int icw4;
    private Expected expected;
    private int lowest;
    private boolean specialMask;
    private boolean rotateInAutoEoi;
    private boolean readIsr;
    private boolean poll;
    private int elcr;

    /**
     * @param intr the INT output: the CPU's INTR pin, or the master's input that this slave is wired to
     * @param role how SP/EN is strapped
     * @param cascade the CAS lines that the chips of one machine share
     */
    public I8259Pic(IrqLine intr, Role role, CascadeBus cascade) {
        this.intr = intr;
        this.role = role;
        this.cascade = cascade;
        cascade.attach(this);
        restore(State.POWER_ON);
    }

    /** The input IR0 to IR7. */
    public IrqLine input(int number) {
        if (number < 0 || number > 7) {
            throw new IllegalArgumentException("an 8259A has no input " + number);
        }
        return new Input(1 << number);
    }

    /** The edge/level control register (one port: 4D0h of the master, 4D1h of the slave). */
    public IoDevice elcr() {
        return new EdgeLevelControl();
    }

    @Override
    public int read(int offset) {
        if (poll) {
            poll = false;
            return pollWord();
        }
        if (offset == 1) {
            return imr;
        }
        return readIsr ? isr : requests();
    }

    @Override
    public void write(int offset, int value) {
        if (offset == 0 && (value & ICW1) != 0) {
            writeIcw1(value);
        } else if (offset == 0 && (value & OCW3) != 0) {
            writeOcw3(value);
        } else if (offset == 0) {
            writeOcw2(value);
        } else {
            writeDataWord(value);
        }
        driveInt();
    }

    private void writeIcw1(int value) {
        icw1 = value;
        expected = Expected.ICW2;
        latched = 0;
        pulsed = 0;
        isr = 0;
        imr = 0;
        lowest = 7;
        icw3 = role == Role.SLAVE ? 7 : 0;
        specialMask = false;
        rotateInAutoEoi = false;
        readIsr = false;
        poll = false;
        if ((value & ICW1_IC4) == 0) {
            icw4 = 0;
        }
    }

    private void writeDataWord(int value) {
        switch (expected) {
            case ICW2 -> {
                icw2 = value;
                expected = (icw1 & ICW1_SNGL) == 0 ? Expected.ICW3 : afterIcw3();
            }
            case ICW3 -> {
                icw3 = value;
                expected = afterIcw3();
            }
            case ICW4 -> {
                icw4 = value;
                expected = Expected.OCW1;
            }
            case OCW1 -> imr = value;
        }
    }

    private Expected afterIcw3() {
        return (icw1 & ICW1_IC4) != 0 ? Expected.ICW4 : Expected.OCW1;
    }

    private void writeOcw2(int value) {
        int level = value & 7;
        switch (value >> 5) {
            case 0b000 -> rotateInAutoEoi = false;
            case 0b001 -> endOfInterrupt(highestInService(), false);
            case 0b010 -> {} // no operation
            case 0b011 -> endOfInterrupt(level, false);
            case 0b100 -> rotateInAutoEoi = true;
            case 0b101 -> endOfInterrupt(highestInService(), true);
            case 0b110 -> lowest = level;
            default -> endOfInterrupt(level, true);
        }
    }

    private void endOfInterrupt(int level, boolean rotate) {
        if (level == NONE) {
            return;
        }
        isr &= ~(1 << level);
        if (rotate) {
            lowest = level;
        }
    }

    private void writeOcw3(int value) {
        if ((value & OCW3_ESMM) != 0) {
            specialMask = (value & OCW3_SMM) != 0;
        }
        if ((value & OCW3_P) != 0) {
            poll = true;
        } else if ((value & OCW3_RR) != 0) {
            readIsr = (value & OCW3_RIS) != 0;
        }
    }

    private int pollWord() {
        int level = granted();
        if (level == NONE) {
            return 0;
        }
        accept(level);
        return POLL_INTERRUPT | level;
    }

    @Override
    public int acknowledge() {
        int level = granted();
        if (level == NONE) {
            return vector(SPURIOUS);
        }
        boolean fromSlave = isMaster() && hasSlave(level);
        accept(level);
        return fromSlave ? cascade.acknowledge(level, this) : vector(level);
    }

    /** Whether this chip answers to {@code id} on the CAS lines. */
    boolean isSlave(int id) {
        return !isMaster() && (icw1 & ICW1_SNGL) == 0 && (icw3 & 7) == id;
    }

    private boolean isMaster() {
        return (icw4 & ICW4_BUF) != 0 ? (icw4 & ICW4_MS) != 0 : role == Role.MASTER;
    }

    private boolean hasSlave(int level) {
        return (icw1 & ICW1_SNGL) == 0 && (icw3 >> level & 1) != 0;
    }

    private int vector(int level) {
        if ((icw4 & ICW4_UPM) != 0) {
            return icw2 & 0xf8 | level;
        }
        return (icw1 & ICW1_ADI) != 0 ? icw1 & 0xe0 | level << 2 : icw1 & 0xc0 | level << 3;
    }

    private void accept(int level) {
        int bit = 1 << level;
        latched &= ~bit;
        pulsed &= ~bit;
        if ((icw4 & ICW4_AEOI) == 0) {
            isr |= bit;
        } else if (rotateInAutoEoi) {
            lowest = level;
        }
        intr.set(false); // a request that is still there makes a new edge for the master
        driveInt();
    }

    private int levelTriggered() {
        return (icw1 & ICW1_LTIM) != 0 ? 0xff : elcr;
    }

    /** The IRR: level inputs as they are, edge inputs as they were latched. */
    private int requests() {
        int level = levelTriggered();
        return latched & ~level | lines & level;
    }

    /** The input with the highest priority among {@code bits}. */
    private int highest(int bits) {
        for (int rank = 0; rank < 8; rank++) {
            int level = lowest + 1 + rank & 7;
            if ((bits >> level & 1) != 0) {
                return level;
            }
        }
        return NONE;
    }

    private int rank(int level) {
        return level - lowest - 1 & 7;
    }

    /** In special mask mode a masked level blocks nothing, and a non-specific EOI passes it by. */
    private int highestInService() {
        return highest(specialMask ? isr & ~imr : isr);
    }

    /** The input that would be acknowledged now. */
    private int granted() {
        int candidate = highest(requests() & ~imr);
        if (candidate == NONE || expected != Expected.OCW1) {
            return NONE;
        }
        int serving = highestInService();
        if (serving == NONE || rank(candidate) < rank(serving)) {
            return candidate;
        }
        boolean nested = (icw4 & ICW4_SFNM) != 0 && candidate == serving && hasSlave(candidate);
        return nested ? candidate : NONE;
    }

    private void driveInt() {
        intr.set(granted() != NONE);
    }

    @Override
    public State save() {
        return new State(
                latched,
                pulsed,
                lines,
                isr,
                imr,
                icw1,
                icw2,
                icw3,
                icw4,
                expected,
                lowest,
                specialMask,
                rotateInAutoEoi,
                readIsr,
                poll,
                elcr);
    }

    @Override
    public void restore(State s) {
        latched = s.latched & 0xff;
        pulsed = s.pulsed & 0xff;
        lines = s.lines & 0xff;
        isr = s.isr & 0xff;
        imr = s.imr & 0xff;
        icw1 = s.icw1 & 0xff;
        icw2 = s.icw2 & 0xff;
        icw3 = s.icw3 & 0xff;
        icw4 = s.icw4 & 0xff;
        expected = s.expected;
        lowest = s.lowest & 7;
        specialMask = s.specialMask;
        rotateInAutoEoi = s.rotateInAutoEoi;
        readIsr = s.readIsr;
        poll = s.poll;
        elcr = s.elcr & role.selectable;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    /** The reset line does not reach the devices' request lines: what is driven stays driven, without a new edge. */
    @Override
    public void reset() {
        int driven = lines;
        restore(State.POWER_ON);
        lines = driven;
        settle();
    }

    @Override
    public void settle() {
        driveInt();
    }

    private final class Input implements IrqLine {
        private final int bit;

        Input(int bit) {
            this.bit = bit;
        }

        @Override
        public void set(boolean high) {
            if (high == ((lines & bit) != 0)) {
                return;
            }
            if (high) {
                lines |= bit;
                latched |= bit;
            } else {
                lines &= ~bit;
                latched &= ~bit | pulsed;
            }
            driveInt();
        }

        @Override
        public void pulse() {
            set(false);
            latched |= bit;
            pulsed |= bit;
            driveInt();
        }
    }

    private final class EdgeLevelControl implements IoDevice {
        @Override
        public int read(int offset) {
            return elcr;
        }

        @Override
        public void write(int offset, int value) {
            elcr = value & role.selectable;
            driveInt();
        }
    }
}
