package org.ring0.devices.acpi;

import java.util.function.LongConsumer;
import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoDevice;
import org.ring0.core.time.Scheduler;

/** The PIIX4's registers at PMBASE (data sheet 290562-001, 7.2), byte by byte with word and dword registers. */
final class Pm1Registers implements IoDevice {
    private static final int PMSTS = 0x00;
    private static final int PMEN = 0x02;
    private static final int PMCNTRL = 0x04;
    private static final int PMTMR = 0x08;
    /** GPSTS and GPEN, PCNTRL, GLBSTS, DEVSTS: status bits that never come. */
    private static final int GPSTS = 0x0c;

    private static final int GPEN = 0x0e;
    private static final int GLBSTS = 0x18;
    private static final int GLBEN = 0x20;
    private static final int SIZE = 0x40;

    static final int TMROF_STS = 1;
    static final int GBL_STS = 1 << 5;
    static final int PWRBTN_STS = 1 << 8;
    static final int RTC_STS = 1 << 10;
    static final int RSM_STS = 1 << 15;
    private static final int STATUS_BITS = TMROF_STS | 1 << 4 | GBL_STS | PWRBTN_STS | RTC_STS | RSM_STS;
    private static final int ENABLE_BITS = TMROF_STS | GBL_STS | PWRBTN_STS | RTC_STS;

    static final int SCI_EN = 1;
    private static final int GBL_RLS = 1 << 2;
    private static final int SUS_TYP_SHIFT = 10;
    private static final int SUS_EN = 1 << 13;
    private static final int CONTROL_BITS = SCI_EN | 1 << 1 | 7 << SUS_TYP_SHIFT;
    private static final int SUS_TYP_SOFT_OFF = 0;

    private final PowerManagementTimer timer;
    private final HostControl host;
    private final Runnable onChange;
    private final LongConsumer armOverflow;
    private int status;
    private int enable;
    private int control;
    private long nextOverflow;
    private boolean clockInterrupt;
    private byte[] storage = new byte[SIZE];

    /**
     * @param status PMSTS
     * @param enable PMEN
     * @param control PMCNTRL
     * @param nextOverflow the timer tick that sets TMROF_STS next
     * @param clockInterrupt the level of the clock's interrupt
     * @param storage the registers that only remember, by offset
     */
    record State(int status, int enable, int control, long nextOverflow, boolean clockInterrupt, byte[] storage) {
        static final State POWER_ON = new State(0, 0, 0, 0, false, new byte[SIZE]);
    }

    /**
     * @param onChange called when the SCI may change
     * @param armOverflow given the cycle at which {@link #update()} must run, or {@link Scheduler#NEVER}
     */
    Pm1Registers(PowerManagementTimer timer, HostControl host, Runnable onChange, LongConsumer armOverflow) {
        this.timer = timer;
        this.host = host;
        this.onChange = onChange;
        this.armOverflow = armOverflow;
        restore(State.POWER_ON);
    }

    boolean sciEnabled() {
        return (control & SCI_EN) != 0;
    }

    boolean eventPending() {
        return (status & enable) != 0;
    }

    void setSciEnable(boolean on) {
        control = on ? control | SCI_EN : control & ~SCI_EN;
        update();
    }

    void pressPowerButton() {
        status |= PWRBTN_STS;
        update();
    }

    /** The level of the clock's interrupt, which becomes an event when it comes. */
    void clockInterrupt(boolean high) {
        boolean comes = high && !clockInterrupt;
        clockInterrupt = high;
        if (comes) {
            status |= RTC_STS;
            update();
        }
    }

    /** Takes an overflow that has come, and has the next one announced if it will interrupt. */
    void update() {
        if (timer.tick() >= nextOverflow) {
            status |= TMROF_STS;
            nextOverflow = timer.nextChange();
        }
        boolean wanted = (enable & TMROF_STS) != 0 && (status & TMROF_STS) == 0;
        armOverflow.accept(wanted ? timer.cycleOf(nextOverflow) : Scheduler.NEVER);
        onChange.run();
    }

    @Override
    public int read(int offset) {
        int shift = 8 * (offset & 1);
        return switch (offset & ~1) {
            case PMSTS -> {
                update();
                yield status >> shift & 0xff;
            }
            case PMEN -> enable >> shift & 0xff;
            case PMCNTRL -> control >> shift & 0xff;
            case PMTMR, PMTMR + 2 -> timer.value() >> 8 * (offset & 3) & 0xff;
            default -> storage[offset & SIZE - 1] & 0xff;
        };
    }

    /** The timer is read as one dword: its bytes belong together. */
    @Override
    public int read(int offset, int size) {
        return offset == PMTMR ? timer.value() & (int) (-1L >>> 64 - 8 * size) : IoDevice.super.read(offset, size);
    }

    /** PMCNTRL is written as one word: SUS_EN takes the sleep type that comes with it. */
    @Override
    public void write(int offset, int value, int size) {
        if (offset == PMCNTRL && size >= 2) {
            writeControl(value & 0xffff);
        } else {
            IoDevice.super.write(offset, value, size);
        }
    }

    @Override
    public void write(int offset, int value) {
        int shift = 8 * (offset & 1);
        int bits = value << shift;
        switch (offset & ~1) {
            case PMSTS -> {
                update();
                status &= ~(bits & STATUS_BITS);
                update();
            }
            case PMEN -> {
                enable = (enable & ~(0xff << shift) | bits) & ENABLE_BITS;
                update();
            }
            case PMCNTRL -> writeControl(control & ~(0xff << shift) | bits);
            case PMTMR, PMTMR + 2, GPSTS, GLBSTS -> {}
            default -> writeStorage(offset, value);
        }
    }

    private void writeStorage(int offset, int value) {
        if (offset >= GPEN && offset < GLBSTS || offset >= GLBEN && offset < SIZE) {
            storage[offset] = (byte) value;
        }
    }

    private void writeControl(int value) {
        control = value & CONTROL_BITS;
        if ((value & GBL_RLS) != 0) {
            status |= GBL_STS;
        }
        if ((value & SUS_EN) != 0) {
            sleep(value >> SUS_TYP_SHIFT & 7);
        }
        update();
    }

    private void sleep(int type) {
        if (type == SUS_TYP_SOFT_OFF) {
            host.powerOff();
        } else {
            status |= RSM_STS;
        }
    }

    /** As after {@link #update()}, which others may not have asked for yet: the state is the same whenever it is looked at. */
    State save() {
        boolean overflowed = timer.tick() >= nextOverflow;
        return new State(
                overflowed ? status | TMROF_STS : status,
                enable,
                control,
                overflowed ? timer.nextChange() : nextOverflow,
                clockInterrupt,
                storage.clone());
    }

    void restore(State state) {
        status = state.status & STATUS_BITS;
        enable = state.enable & ENABLE_BITS;
        control = state.control & CONTROL_BITS;
        nextOverflow = Math.clamp(state.nextOverflow, 0, timer.nextChange());
        clockInterrupt = state.clockInterrupt;
        storage = java.util.Arrays.copyOf(state.storage, SIZE);
        if (nextOverflow == 0) {
            nextOverflow = timer.nextChange();
        }
    }
}
