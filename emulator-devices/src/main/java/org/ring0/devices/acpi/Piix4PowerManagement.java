package org.ring0.devices.acpi;

import org.ring0.core.device.Device;
import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;
import org.ring0.devices.pci.AddressWindow;
import org.ring0.devices.pci.BaseAddress;
import org.ring0.devices.pci.ConfigSpace;
import org.ring0.devices.pci.PciFunction;

/**
 * Intel 82371AB (PIIX4), function 3: power management. The ACPI PM1 registers, the PM timer, a general purpose event block,
 * the APM control ports B2h/B3h, and the SMBus host. Data sheet: Intel 290562-001, chapter 7; ACPI 1.0b, 4.7. The general
 * purpose events lie at a fixed place of their own (AFE0h), where tables made for virtual machines expect them.
 *
 * <p>Limits: there is no system management mode, so nothing raises an SMI: DEVACTB says that the firmware has set it up
 * already, and the two APM commands that ask it to switch ACPI on and off (F1h, F0h) act directly. Only soft-off of the
 * sleep types sleeps: after any other the machine wakes at once. No event but the timer's, the power button's, the
 * clock's and the global lock's ever comes; processor control, global and device registers are storage.
 */
public final class Piix4PowerManagement implements Device<Piix4PowerManagement.State>, PciFunction {
    private static final int PMBASE = 0x40;
    private static final int DEVACTB = 0x58;
    private static final int DEVACTB_APMC_EN = 1 << 25;
    private static final int PMREGMISC = 0x80;
    private static final int SMBBA = 0x90;
    private static final int SMBHSTCFG = 0xd2;
    /** Of the PM timer, in Hz. */
    public static final long FREQUENCY = 3_579_545;
    /** Ports of the PM registers. */
    public static final int PM_PORTS = 64;
    /** Ports of the SMBus host. */
    public static final int SMBUS_PORTS = 16;

    static final int ACPI_ENABLE = 0xf1;
    static final int ACPI_DISABLE = 0xf0;

    private final ConfigSpace config = new ConfigSpace(0x8086, 0x7113, 0x06_8000, 3)
            .initial(ConfigSpace.STATUS, 2, 0x0280)
            .initial(ConfigSpace.INTERRUPT_LINE, 2, 0x0109)
            .initial(DEVACTB, 4, DEVACTB_APMC_EN)
            .writable(ConfigSpace.COMMAND, 2, 0x0001)
            .writable(0x44, 4, -1)
            .writable(0x48, 4, -1)
            .writable(0x4c, 4, -1)
            .writable(0x50, 4, -1)
            .writable(0x54, 4, -1)
            .writable(DEVACTB, 4, -1)
            .writable(0x5c, 4, -1)
            .writable(0x60, 4, -1)
            .writable(0x64, 4, -1)
            .writable(0x68, 4, -1)
            .writable(0x6c, 4, -1)
            .writable(0x70, 4, -1)
            .writable(0x74, 4, -1)
            .writable(0x78, 4, -1)
            .writable(0x7c, 4, -1)
            .writable(PMREGMISC, 1, 0x01)
            .writable(SMBHSTCFG, 1, 0x0f)
            .writable(SMBHSTCFG + 1, 3, -1);

    private final Pm1Registers pm1;
    private final GeneralPurposeEvents events;
    private final Apm apm;
    private final SmBusHost smBus = new SmBusHost();
    private final IrqLine sci;

    /**
     * @param config the configuration space
     * @param pm1 the registers at PMBASE
     * @param gpe the general purpose events
     * @param apm APMC and APMS
     * @param smBus the SMBus host
     */
    public record State(
            byte[] config,
            Pm1Registers.State pm1,
            GeneralPurposeEvents.State gpe,
            Apm.State apm,
            SmBusHost.State smBus) {}

    /** What the function's movable windows lead to, given by the board: they follow PMBASE and SMBBA. */
    public record Windows(AddressWindow powerManagement, AddressWindow smBus) {}

    /**
     * @param scheduler for the timer's overflow
     * @param clock ticks at {@link #FREQUENCY}
     * @param sci the system control interrupt, level-triggered
     * @param host whom to ask for power-off
     * @param windows follow the base registers
     */
    public Piix4PowerManagement(
            Scheduler scheduler, ClockDomain clock, IrqLine sci, HostControl host, Windows windows) {
        this.sci = sci;
        Timer[] overflow = new Timer[1];
        pm1 = new Pm1Registers(new PowerManagementTimer(clock), host, this::driveSci, cycle -> arm(overflow[0], cycle));
        overflow[0] = scheduler.timer(pm1::update);
        events = new GeneralPurposeEvents(this::driveSci);
        apm = new Apm(pm1::setSciEnable);
        config.base(new BaseAddress(PMBASE, BaseAddress.Kind.IO, PM_PORTS, PMREGMISC, 1), windows.powerManagement);
        config.base(new BaseAddress(SMBBA, BaseAddress.Kind.IO, SMBUS_PORTS, SMBHSTCFG, 1), windows.smBus);
    }

    private static void arm(Timer timer, long cycle) {
        if (cycle == Scheduler.NEVER) {
            timer.disarm();
        } else {
            timer.arm(cycle);
        }
    }

    /** The 64 ports at PMBASE. */
    public IoDevice powerManagementPorts() {
        return pm1;
    }

    /** The four ports of the general purpose events: status word, enable word. */
    public IoDevice eventPorts() {
        return events;
    }

    /** APMC and APMS, for ports B2h and B3h. */
    public IoDevice apmPorts() {
        return apm;
    }

    /** The 16 ports of the SMBus host. */
    public IoDevice smBusPorts() {
        return smBus;
    }

    /** Somebody presses the power button: an event to a guest that listens. */
    public void pressPowerButton() {
        pm1.pressPowerButton();
    }

    /** IRQ8#, the clock's interrupt: an event as well (data sheet 7.2, RTC_STS). */
    public IrqLine clockInterrupt() {
        return pm1::clockInterrupt;
    }

    private void driveSci() {
        sci.set(pm1.sciEnabled() && (pm1.eventPending() || events.eventPending()));
    }

    @Override
    public int readConfig(int offset, int size) {
        return config.read(offset, size);
    }

    @Override
    public void writeConfig(int offset, int value, int size) {
        config.write(offset, value, size);
    }

    @Override
    public State save() {
        return new State(config.save(), pm1.save(), events.save(), apm.save(), smBus.save());
    }

    @Override
    public void restore(State state) {
        config.restore(state.config);
        pm1.restore(state.pm1);
        events.restore(state.gpe);
        apm.restore(state.apm);
        smBus.restore(state.smBus);
    }

    @Override
    public State powerOn() {
        return new State(
                config.powerOn(),
                Pm1Registers.State.POWER_ON,
                GeneralPurposeEvents.State.POWER_ON,
                Apm.State.POWER_ON,
                SmBusHost.State.POWER_ON);
    }

    @Override
    public void settle() {
        config.settle();
        pm1.update();
    }
}
