package org.ring0.devices.interrupt;

import java.util.Arrays;
import org.ring0.core.device.Device;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.memory.MmioDevice;

/**
 * Intel 82093AA I/O APIC with 24 inputs, version 20h: with the EOI register of the ICH. Data sheets: Intel 290566-001
 * (82093AA), 290655 (82801AA, "I/O Interrupt Controller").
 *
 * <p>Offset 0 is IOREGSEL, 10h IOWIN, 40h the EOI register. An input that is masked forgets an edge; a level that no local
 * APIC has taken is sent again when somebody may take it.
 *
 * <p>Limits: messages arrive at once, so the delivery status only shows a level that nobody has taken; the arbitration ID is
 * a copy of the ID.
 */
public final class IoApic implements Device<IoApic.State>, MmioDevice {
    /** How many inputs it has. */
    public static final int INPUTS = 24;
    /** Bytes of the register page. */
    public static final int SIZE = 0x1000;

    private static final int IOREGSEL = 0x00;
    private static final int IOWIN = 0x10;
    private static final int EOI = 0x40;

    private static final int ID = 0;
    private static final int VERSION = 1;
    private static final int ARBITRATION = 2;
    private static final int REDIRECTION = 0x10;
    private static final int VERSION_VALUE = INPUTS - 1 << 16 | 0x20;
    private static final int ID_BITS = 0x0f00_0000;

    private static final int LOGICAL = 1 << 11;
    private static final int DELIVERY_STATUS = 1 << 12;
    private static final int LOW_ACTIVE = 1 << 13;
    private static final int REMOTE_IRR = 1 << 14;
    private static final int LEVEL = 1 << 15;
    private static final int MASKED = 1 << 16;
    private static final int WRITABLE = MASKED | LEVEL | LOW_ACTIVE | LOGICAL | 0x7ff;
    private static final int DESTINATION_SHIFT = 56;
    private static final long LOW = 0xffff_ffffL;

    /**
     * @param select IOREGSEL
     * @param id the ID register
     * @param redirection the redirection table, with remote IRR
     * @param lines the levels of the inputs
     */
    public record State(int select, int id, long[] redirection, int lines) {}

    private final ApicBus bus;
    private final long[] redirection = new long[INPUTS];
    private int select;
    private int id;
    private int lines;

    /** @param bus to the local APICs */
    public IoApic(ApicBus bus) {
        this.bus = bus;
        bus.attach(this);
        restore(powerOn());
    }

    /** The input INTIN0 to INTIN23. */
    public IrqLine input(int number) {
        if (number < 0 || number >= INPUTS) {
            throw new IllegalArgumentException("an I/O APIC has no input " + number);
        }
        return high -> setLine(number, high);
    }

    private void setLine(int input, boolean high) {
        if (high == ((lines >> input & 1) != 0)) {
            return;
        }
        lines ^= 1 << input;
        if (isLevel(input)) {
            sendLevel(input);
        } else if (isAsserted(input) && !isMasked(input)) {
            bus.deliver(message(input));
        }
    }

    private boolean isAsserted(int input) {
        return (lines >> input & 1) != 0 != ((redirection[input] & LOW_ACTIVE) != 0);
    }

    private boolean isMasked(int input) {
        return (redirection[input] & MASKED) != 0;
    }

    /** ExtINT, NMI, SMI and INIT are edges whatever the trigger bit says. */
    private boolean isLevel(int input) {
        DeliveryMode mode = DeliveryMode.of((int) redirection[input]);
        return (redirection[input] & LEVEL) != 0
                && (mode == DeliveryMode.FIXED || mode == DeliveryMode.LOWEST_PRIORITY);
    }

    private ApicMessage message(int input) {
        int entry = (int) redirection[input];
        boolean logical = (entry & LOGICAL) != 0;
        int field = (int) (redirection[input] >>> DESTINATION_SHIFT);
        return new ApicMessage(
                DeliveryMode.of(entry), entry & 0xff, isLevel(input), logical, ApicMessage.destination(field, logical));
    }

    private boolean isWaiting(int input) {
        return isLevel(input) && isAsserted(input) && !isMasked(input) && (redirection[input] & REMOTE_IRR) == 0;
    }

    /** A level is sent once, and again after its end if it is still there. */
    private void sendLevel(int input) {
        if (isWaiting(input) && bus.deliver(message(input))) {
            redirection[input] |= REMOTE_IRR;
        }
    }

    boolean maySendNmi() {
        for (int input = 0; input < INPUTS; input++) {
            if (!isMasked(input) && DeliveryMode.of((int) redirection[input]) == DeliveryMode.NMI) {
                return true;
            }
        }
        return false;
    }

    /** Somebody may take now what nobody took before. */
    void retry() {
        for (int input = 0; input < INPUTS; input++) {
            sendLevel(input);
        }
    }

    /** The end of a level-triggered interrupt, announced by a local APIC or written to the EOI register. */
    void endOfInterrupt(int vector) {
        for (int input = 0; input < INPUTS; input++) {
            if (isLevel(input) && (redirection[input] & 0xff) == vector) {
                redirection[input] &= ~REMOTE_IRR;
                sendLevel(input);
            }
        }
    }

    @Override
    public int read(int offset, int size) {
        int shift = 8 * (offset & 3);
        return switch (offset & ~3) {
            case IOREGSEL -> select >>> shift;
            case IOWIN -> register() >>> shift;
            default -> 0;
        };
    }

    private int register() {
        return switch (select) {
            case ID, ARBITRATION -> id;
            case VERSION -> VERSION_VALUE;
            default -> {
                int input = select - REDIRECTION >> 1;
                yield input < 0 || input >= INPUTS ? 0 : redirectionHalf(input);
            }
        };
    }

    private int redirectionHalf(int input) {
        if ((select & 1) != 0) {
            return (int) (redirection[input] >>> 32);
        }
        return (int) redirection[input] | (isWaiting(input) ? DELIVERY_STATUS : 0);
    }

    /** IOWIN takes whole dwords; of the two others the low byte counts. */
    @Override
    public void write(int offset, int value, int size) {
        switch (offset) {
            case IOREGSEL -> select = value & 0xff;
            case IOWIN -> {
                if (size == 4) {
                    writeRegister(value);
                }
            }
            case EOI -> endOfInterrupt(value & 0xff);
            default -> {}
        }
    }

    private void writeRegister(int value) {
        int input = select - REDIRECTION >> 1;
        if (select == ID) {
            id = value & ID_BITS;
        } else if (input >= 0 && input < INPUTS) {
            writeRedirection(input, value);
        }
    }

    /** Changing an entry to edge forgets what is remote, which is how kernels end an interrupt without the EOI register. */
    private void writeRedirection(int input, int value) {
        long entry = redirection[input];
        if ((select & 1) != 0) {
            redirection[input] = entry & LOW | (value & 0xff00_0000L) << 32;
        } else {
            redirection[input] = entry & ~LOW | value & WRITABLE & LOW | entry & REMOTE_IRR;
            if (!isLevel(input)) {
                redirection[input] &= ~REMOTE_IRR;
            }
        }
        sendLevel(input);
    }

    @Override
    public State save() {
        return new State(select, id, redirection.clone(), lines);
    }

    @Override
    public void restore(State s) {
        select = s.select & 0xff;
        id = s.id & ID_BITS;
        long[] from = Arrays.copyOf(s.redirection, INPUTS);
        for (int i = 0; i < INPUTS; i++) {
            redirection[i] = from[i] & ((long) (WRITABLE | REMOTE_IRR) | 0xffL << DESTINATION_SHIFT);
        }
        lines = s.lines & (1 << INPUTS) - 1;
    }

    @Override
    public State powerOn() {
        long[] masked = new long[INPUTS];
        Arrays.fill(masked, MASKED);
        return new State(0, 0, masked, 0);
    }

    /** The reset line does not reach the devices' request lines: what is driven stays driven. */
    @Override
    public void reset() {
        int driven = lines;
        restore(powerOn());
        lines = driven;
    }
}
