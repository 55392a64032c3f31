package org.ring0.devices.timer;

import java.time.LocalDateTime;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * Motorola MC146818A real-time clock with the PC's CMOS RAM, as integrated in the PIIX3: 128 bytes and an extended bank of
 * 128. Data sheets: Motorola MC146818A; Intel 290550-002 (82371SB), section 2.5.6.
 *
 * <p>Offsets 0 and 1 are index and data of the standard bank (70h, 71h; bit 7 of the index masks NMI), 2 and 3 those of the
 * extended bank (72h, 73h). The chip is driven by a 32768 Hz crystal: the clock counts at every 32768th tick since the
 * divider was released; UIP is set for the 2228 microseconds before. Nothing is scheduled unless an interrupt that is enabled
 * has not happened yet.
 *
 * <p>Limits: daylight saving (DSE) is stored and ignored, as on every PC chip set since; SQW drives nothing; dividers for the
 * other two crystals count like the one for 32768 Hz; the century byte at 32h is counted with the year.
 */
public final class Mc146818Rtc implements Device<Mc146818Rtc.State>, IoDevice {
    /** The watch crystal, in Hz. */
    public static final long FREQUENCY = 32_768;

    static final int REGISTER_A = 0x0a;
    static final int REGISTER_B = 0x0b;
    static final int REGISTER_C = 0x0c;
    static final int REGISTER_D = 0x0d;

    static final int A_UIP = 0x80;
    static final int A_DIVIDER = 0x70;
    static final int A_RATE = 0x0f;
    static final int B_SET = 0x80;
    static final int B_PIE = 0x40;
    static final int B_AIE = 0x20;
    static final int B_UIE = 0x10;
    static final int B_SQWE = 0x08;
    static final int C_IRQF = 0x80;
    static final int C_PF = 0x40;
    static final int C_AF = 0x20;
    static final int C_UF = 0x10;
    static final int D_VRT = 0x80;

    private static final int BANK = 128;
    private static final int NMI_DISABLE = 0x80;
    private static final int DIVIDER_RESET = 0x60;
    /** 244 microseconds of warning and an update cycle of 1984. */
    private static final int UIP_TICKS = 73;

    /**
     * @param ram both banks; the clock registers are those of the last update before the state was taken
     * @param flags PF, AF and UF
     * @param dividerStart the tick at which the divider chain was last zero
     * @param updates how many seconds of the divider chain have been accounted for
     * @param periods the tick since {@code dividerStart} up to which periodic interrupts have been accounted for
     */
    public record State(
            byte[] ram,
            int registerA,
            int registerB,
            int flags,
            int index,
            int extendedIndex,
            boolean nmiDisabled,
            long dividerStart,
            long updates,
            long periods) {}

    private final ClockDomain clock;
    private final IrqLine irq;
    private final IrqLine nmiDisable;
    private final Timer next;
    private final LocalDateTime start;
    private final byte[] ram = new byte[2 * BANK];
    private final RtcCalendar calendar = new RtcCalendar(ram);
    private int registerA;
    private int registerB;
    private int flags;
    private int index;
    private int extendedIndex;
    private boolean nmiDisabled;
    private long dividerStart;
    private long updates;
    private long periods;

    /**
     * @param clock the crystal, {@link #FREQUENCY}
     * @param scheduler where interrupts are scheduled
     * @param irq the IRQ output, high while an interrupt is pending (IRQ 8)
     * @param nmiDisable high while bit 7 of the index port masks NMI
     * @param start the date and time at cycle 0, to the second, years 100 to 9899
     */
    public Mc146818Rtc(ClockDomain clock, Scheduler scheduler, IrqLine irq, IrqLine nmiDisable, LocalDateTime start) {
        this.clock = clock;
        this.irq = irq;
        this.nmiDisable = nmiDisable;
        this.start = start;
        next = scheduler.timer(this::onTimer);
        restore(powerOn());
    }

    /** Sets a byte of the battery-backed RAM, 0 to 255; the clock and its registers A to D are not RAM. */
    public void setCmos(int index, int value) {
        ram[index] = (byte) value;
    }

    /** A byte of the battery-backed RAM, 0 to 255, without a side effect. */
    public int cmos(int index) {
        sync();
        return ram[index] & 0xff;
    }

    @Override
    public int read(int offset) {
        return switch (offset) {
            case 1 -> readRegister(index);
            case 3 -> ram[BANK + extendedIndex] & 0xff;
            default -> 0xff;
        };
    }

    private int readRegister(int register) {
        sync();
        return switch (register) {
            case REGISTER_A -> registerA | (updateInProgress() ? A_UIP : 0);
            case REGISTER_B -> registerB;
            case REGISTER_C -> readFlags();
            case REGISTER_D -> D_VRT;
            default -> ram[register] & 0xff;
        };
    }

    private int readFlags() {
        int value = flags | (interrupting() ? C_IRQF : 0);
        flags = 0;
        settle();
        return value;
    }

    @Override
    public void write(int offset, int value) {
        switch (offset) {
            case 0 -> {
                index = value & ~NMI_DISABLE;
                nmiDisabled = (value & NMI_DISABLE) != 0;
                nmiDisable.set(nmiDisabled);
            }
            case 1 -> writeRegister(index, value);
            case 2 -> extendedIndex = value & BANK - 1;
            default -> ram[BANK + extendedIndex] = (byte) value;
        }
    }

    private void writeRegister(int register, int value) {
        sync();
        switch (register) {
            case REGISTER_A -> writeA(value);
            case REGISTER_B -> writeB(value);
            case REGISTER_C, REGISTER_D -> {} // read only
            default -> ram[register] = (byte) value;
        }
        settle();
    }

    /** Releasing the divider from reset makes the first update come half a second later. */
    private void writeA(int value) {
        boolean wasReset = dividerReset();
        registerA = value & ~A_UIP;
        if (wasReset && !dividerReset()) {
            dividerStart = clock.ticks() - FREQUENCY / 2;
            updates = 0;
            periods = FREQUENCY / 2;
        }
    }

    private void writeB(int value) {
        registerB = (value & B_SET) != 0 ? value & ~B_UIE : value;
    }

    private boolean dividerReset() {
        return (registerA & DIVIDER_RESET) == DIVIDER_RESET;
    }

    /** Whether the time is being counted. */
    private boolean counting() {
        return (registerB & B_SET) == 0 && !dividerReset();
    }

    private boolean updateInProgress() {
        long intoSecond = (clock.ticks() - dividerStart) % FREQUENCY;
        return counting() && intoSecond >= FREQUENCY - UIP_TICKS;
    }

    /** Ticks between periodic interrupts, or 0 for none. */
    private int period() {
        int rate = registerA & A_RATE;
        if (rate == 0 || dividerReset()) {
            return 0;
        }
        return 1 << (rate < 3 ? rate + 6 : rate - 1);
    }

    /** Brings registers and flags up to the present. */
    private void sync() {
        if (dividerReset()) {
            return;
        }
        long ticks = clock.ticks() - dividerStart;
        int period = period();
        if (period != 0 && ticks / period > periods / period) {
            flags |= C_PF;
        }
        periods = ticks;
        long seconds = ticks / FREQUENCY - updates;
        updates += seconds;
        if (seconds > 0 && counting()) {
            if (calendar.alarmWithin(seconds, registerB)) {
                flags |= C_AF;
            }
            calendar.advance(seconds, registerB);
            flags |= C_UF;
        }
    }

    private boolean interrupting() {
        return (flags & registerB & (C_PF | C_AF | C_UF)) != 0;
    }

    private void onTimer() {
        sync();
        settle();
    }

    /** The tick at which an enabled interrupt can next be raised; none is looked for while one is pending. */
    private long nextInterruptTick() {
        if (interrupting() || dividerReset()) {
            return Scheduler.NEVER;
        }
        long ticks = clock.ticks() - dividerStart;
        long tick = Scheduler.NEVER;
        int period = period();
        if ((registerB & B_PIE) != 0 && period != 0) {
            tick = dividerStart + (ticks / period + 1) * period;
        }
        if ((registerB & (B_AIE | B_UIE)) != 0 && counting()) {
            tick = Math.min(tick, dividerStart + (ticks / FREQUENCY + 1) * FREQUENCY);
        }
        return tick;
    }

    @Override
    public State save() {
        sync();
        return new State(
                ram.clone(),
                registerA,
                registerB,
                flags,
                index,
                extendedIndex,
                nmiDisabled,
                dividerStart,
                updates,
                periods);
    }

    @Override
    public void restore(State s) {
        System.arraycopy(s.ram, 0, ram, 0, Math.min(s.ram.length, ram.length));
        registerA = s.registerA & ~A_UIP & 0xff;
        registerB = s.registerB & 0xff;
        flags = s.flags & (C_PF | C_AF | C_UF);
        index = s.index & BANK - 1;
        extendedIndex = s.extendedIndex & BANK - 1;
        nmiDisabled = s.nmiDisabled;
        dividerStart = s.dividerStart;
        updates = s.updates;
        periods = s.periods;
    }

    /** The state at cycle 0: the start date, 24-hour BCD, a periodic rate of 1024 Hz, the rest of the RAM zero. */
    @Override
    public State powerOn() {
        byte[] fresh = new byte[2 * BANK];
        new RtcCalendar(fresh).write(start, RtcCalendar.B_24_HOURS);
        return new State(fresh, 0x26, RtcCalendar.B_24_HOURS, 0, 0, 0, false, 0, 0, 0);
    }

    /** RESET leaves the battery-backed part alone: it disables the interrupts and clears their flags. */
    @Override
    public void reset() {
        sync();
        registerB &= ~(B_PIE | B_AIE | B_UIE | B_SQWE);
        flags = 0;
        nmiDisabled = false;
        index = 0;
        extendedIndex = 0;
        settle();
    }

    @Override
    public void settle() {
        irq.set(interrupting());
        nmiDisable.set(nmiDisabled);
        long tick = nextInterruptTick();
        if (tick == Scheduler.NEVER) {
            next.disarm();
        } else {
            next.arm(clock.cycleOfTick(tick));
        }
    }
}
