package org.ring0.devices.interrupt;

import org.ring0.core.device.Device;
import org.ring0.core.irq.InterruptSource;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.irq.LocalApicPort;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.devices.pci.AddressWindow;
import org.slf4j.LoggerFactory;

/**
 * The local APIC of one CPU, version 14h, with the x2APIC's registers for CPUs that have them. Manual: Intel SDM Vol. 3A,
 * chapter "Advanced Programmable Interrupt Controller". The CPU's INTR pin is this chip's; an 8259A is wired to LINT0.
 *
 * <p>Limits: messages arrive at once, so that no delivery status is ever pending; there is no system management mode, and an
 * SMI goes nowhere; no thermal sensor or performance counter ever interrupts.
 */
public final class LocalApic implements Device<LocalApic.State>, InterruptSource {
    /** Bytes of the register page. */
    public static final int SIZE = 0x1000;

    static final int NONE = VectorSet.NONE;
    static final int LVT_ENTRIES = LocalVectors.COUNT;
    static final int FIRST_VECTOR = 16;
    private static final int SVR_ENABLED = 1 << 8;
    private static final int SVR_FOCUS_DISABLED = 1 << 9;

    /**
     * What the CPU's model has.
     *
     * @param x2apic the mode with registers in MSRs and 32-bit IDs
     * @param tscDeadline the timer's third mode
     * @param physicalBits the width of physical addresses
     */
    public record Features(boolean x2apic, boolean tscDeadline, int physicalBits) {
        /** The P6 family. */
        public static final Features P6 = new Features(false, false, 36);
    }

    /**
     * What the chip is wired to.
     *
     * @param intr the CPU's INTR pin
     * @param pins the CPU's others
     * @param external who answers the CPU's acknowledge for ExtINT: the 8259A whose INT is wired to LINT0
     * @param window where the register page is
     */
    public record Wiring(IrqLine intr, CpuPins pins, InterruptSource external, AddressWindow window) {}

    /**
     * @param base IA32_APIC_BASE
     * @param id the APIC ID
     * @param esr the errors that reading shows
     * @param errors those since the last write of ESR
     * @param icr the interrupt command, both halves
     * @param lines the levels of LINT0 (bit 0) and LINT1 (bit 1)
     * @param externalRequest an ExtINT message came and has not been acknowledged
     */
    public record State(
            long base,
            int id,
            int tpr,
            int logicalId,
            int destinationFormat,
            int svr,
            int[] isr,
            int[] tmr,
            int[] irr,
            int esr,
            int errors,
            long icr,
            int[] lvt,
            ApicTimer.State timer,
            int lines,
            boolean externalRequest) {}

    private final int initialId;
    private final Wiring wiring;
    private final ApicBus bus;
    private final ApicBase base;
    private final ApicTimer timer;
    private final LocalVectors lvt;
    private final LocalPins pins;
    private final ErrorStatus errors = new ErrorStatus();
    private final CommandSender sender;
    private final ApicIdentity identity = new ApicIdentity();
    private final ApicPriorities priorities = new ApicPriorities();
    private final ApicRegisters registers = new ApicRegisters(this);
    private final ApicModelSpecific modelSpecific;
    private int svr;
    private long icr;
    private boolean externalRequest;

    /**
     * @param initialId the APIC ID at power-on, 0 to 254; 0 is the bootstrap processor
     * @param clock the bus clock that the timer counts
     * @param scheduler for the timer
     * @param bus to the other APICs
     */
    public LocalApic(
            int initialId, Features features, Wiring wiring, ClockDomain clock, Scheduler scheduler, ApicBus bus) {
        this.initialId = initialId;
        this.wiring = wiring;
        this.bus = bus;
        base = new ApicBase(features, initialId == 0);
        lvt = new LocalVectors(features.tscDeadline());
        pins = new LocalPins(lvt);
        sender = new CommandSender(this, bus);
        timer = new ApicTimer(
                clock, scheduler, wiring.pins::timeStampOffset, this::timerWanted, () -> fire(LocalVectors.TIMER));
        modelSpecific = new ApicModelSpecific(this, features);
        bus.attach(this);
        restore(powerOn());
    }

    /** The register page, for the window. */
    public MmioDevice registers() {
        return registers;
    }

    /** The CPU's side. */
    public LocalApicPort port() {
        return modelSpecific;
    }

    /** The pin LINT0, which is INTR while the APIC is disabled. */
    public IrqLine lint0() {
        return high -> setLine(LocalVectors.LINT0, high);
    }

    /** The pin LINT1, which is NMI while the APIC is disabled. */
    public IrqLine lint1() {
        return high -> setLine(LocalVectors.LINT1, high);
    }

    /**
     * What firmware does before the first interrupt: enables the APIC by software, with LINT0 as the 8259A's interrupts and
     * LINT1 as NMI, as a PC without APICs has them (MultiProcessor Specification 1.4, 3.6.2.2, virtual wire mode).
     */
    public void enterVirtualWireMode() {
        svr |= SVR_ENABLED;
        lvt.write(LocalVectors.LINT0, DeliveryMode.EXTINT.ordinal() << 8, true);
        lvt.write(LocalVectors.LINT1, DeliveryMode.NMI.ordinal() << 8, true);
        drive();
    }

    ApicBase base() {
        return base;
    }

    ApicTimer timer() {
        return timer;
    }

    int initialId() {
        return initialId;
    }

    /** Moves between disabled, xAPIC and x2APIC mode; what is disabled loses its registers. */
    void changeBase(long value) {
        boolean wasExtended = base.isExtended();
        base.set(value);
        if (!base.isEnabled()) {
            clearRegisters();
        } else if (base.isExtended() && !wasExtended) {
            identity.becomeExtended(initialId);
            icr = 0;
        }
        bus.retry();
        settle();
    }

    ApicIdentity identity() {
        return identity;
    }

    ApicPriorities priorities() {
        return priorities;
    }

    /** Software has changed its ID, logical ID or their format. */
    void identityChanged() {
        bus.retry();
    }

    void setTpr(int value) {
        priorities.tpr = value & 0xff;
        drive();
    }

    int svr() {
        return svr;
    }

    void setSvr(int value) {
        svr = value & (SVR_FOCUS_DISABLED | SVR_ENABLED | 0xff);
        if (isSoftwareEnabled()) {
            bus.retry();
        } else {
            lvt.maskAll();
        }
        timer.update();
        drive();
    }

    /** Whether it takes interrupts: enabled in the base register, and by the spurious vector register. */
    boolean isSoftwareEnabled() {
        return base.isEnabled() && (svr & SVR_ENABLED) != 0;
    }

    ErrorStatus errors() {
        return errors;
    }

    long icr() {
        return icr;
    }

    void setIcr(long value) {
        icr = value;
    }

    int lvt(int entry) {
        return lvt.get(entry);
    }

    int lvtReserved(int entry) {
        return lvt.reserved(entry);
    }

    void writeLvt(int entry, int value) {
        lvt.write(entry, value, isSoftwareEnabled());
        if (entry == LocalVectors.TIMER) {
            timer.setMode(lvt.timerMode());
            timer.update();
        }
        raiseLevel();
        drive();
    }

    /** Whether this interrupt is pending or in service here, which makes it come here again. */
    boolean isFocusOf(int vector) {
        return (svr & SVR_FOCUS_DISABLED) == 0 && priorities.knows(vector);
    }

    boolean isAddressedBy(ApicMessage message) {
        return base.isEnabled() && identity.isAddressedBy(message, base.isExtended());
    }

    /** Takes a message; false if it must be sent again. */
    boolean receive(ApicMessage message) {
        switch (message.mode()) {
            case FIXED, LOWEST_PRIORITY -> {
                return request(message.vector(), message.level());
            }
            case NMI -> wiring.pins.nmi();
            case INIT -> initialize();
            case START_UP -> wiring.pins.startUp(message.vector());
            case EXTINT -> {
                externalRequest = isSoftwareEnabled();
                drive();
            }
            case SMI ->
                LoggerFactory.getLogger(LocalApic.class).debug("an SMI came, and there is no system management mode");
            case RESERVED -> {
                return false;
            }
        }
        return true;
    }

    /** As a reset, but IDs and the base register stay. */
    private void initialize() {
        int ownId = identity.id;
        clearRegisters();
        identity.id = ownId;
        timer.settle();
        drive();
        wiring.pins.init();
    }

    boolean request(int vector, boolean level) {
        if (!isSoftwareEnabled()) {
            return false;
        }
        if (vector < FIRST_VECTOR) {
            error(ErrorStatus.RECEIVED_ILLEGAL_VECTOR);
            return false;
        }
        priorities.request(vector, level);
        drive();
        return true;
    }

    CommandSender sender() {
        return sender;
    }

    void illegalRegister() {
        error(ErrorStatus.ILLEGAL_REGISTER);
    }

    void error(int bit) {
        if (errors.add(bit)) {
            fire(LocalVectors.ERROR);
        }
    }

    void endOfInterrupt() {
        int vector = priorities.end();
        if (vector != NONE && priorities.tmr.has(vector)) {
            if (lvt.hasRemoteIrr(LocalVectors.LINT0) && lvt.vector(LocalVectors.LINT0) == vector) {
                lvt.setRemoteIrr(LocalVectors.LINT0, false);
                raiseLevel();
            }
            bus.endOfInterrupt(vector);
        }
        drive();
    }

    /** An interrupt from inside the chip, or an edge of a pin. */
    private void fire(int entry) {
        if (lvt.isMasked(entry)) {
            return;
        }
        boolean hasMode = entry != LocalVectors.TIMER && entry != LocalVectors.ERROR;
        switch (hasMode ? lvt.mode(entry) : DeliveryMode.FIXED) {
            case FIXED -> request(lvt.vector(entry), false);
            case NMI -> wiring.pins.nmi();
            case INIT -> initialize();
            default -> {} // ExtINT is a level, SMI goes nowhere, others are reserved
        }
    }

    private boolean timerWanted() {
        return !lvt.isMasked(LocalVectors.TIMER) && !priorities.irr.has(lvt.vector(LocalVectors.TIMER));
    }

    /** LINT1 does not count: it is an NMI on every PC, and what drives it is a button, not a chip that could still do so. */
    boolean maySendNmi() {
        return base.isEnabled() && lvt.makesNmi(LocalVectors.LINT0) || bus.maySendNmi();
    }

    private void setLine(int pin, boolean high) {
        if (!pins.drive(pin, high)) {
            return;
        }
        if (!base.isEnabled()) {
            if (pin == LocalVectors.LINT1 && high) {
                wiring.pins.nmi();
            }
        } else if (pins.isAsserted(pin) && !lvt.isLevel(pin)) {
            fire(pin);
        }
        raiseLevel();
        drive();
    }

    private void raiseLevel() {
        int pin = LocalVectors.LINT0;
        if (pins.isLevelRequested() && request(lvt.vector(pin), true)) {
            lvt.setRemoteIrr(pin, true);
        }
    }

    /** The vector that the CPU would get of this chip's own now, or {@link #NONE}. */
    private int deliverable() {
        return isSoftwareEnabled() ? priorities.deliverable() : NONE;
    }

    private boolean externalPending() {
        if (!base.isEnabled()) {
            return pins.isHigh(LocalVectors.LINT0);
        }
        return externalRequest || pins.isExternalRequested();
    }

    private void drive() {
        wiring.intr.set(deliverable() != NONE || externalPending());
    }

    /** The CPU's acknowledge: an interrupt of this chip's own first, then the 8259A's. */
    @Override
    public int acknowledge() {
        int vector = deliverable();
        if (vector != NONE) {
            priorities.accept(vector);
            if (vector == lvt.vector(LocalVectors.TIMER)) {
                timer.update();
            }
        } else if (externalPending()) {
            externalRequest = false;
            vector = wiring.external.acknowledge();
        } else {
            vector = svr & 0xff;
        }
        drive();
        return vector;
    }

    /** All but the base register and what drives the pins. */
    private void clearRegisters() {
        long keptBase = base.value();
        int driven = pins.save();
        restore(powerOn());
        base.set(keptBase);
        pins.restore(driven);
    }

    @Override
    public State save() {
        return new State(
                base.value(),
                identity.id,
                priorities.tpr,
                identity.logical,
                identity.format,
                svr,
                priorities.isr.save(),
                priorities.tmr.save(),
                priorities.irr.save(),
                errors.shown(),
                errors.collected(),
                icr,
                lvt.save(),
                timer.save(),
                pins.save(),
                externalRequest);
    }

    @Override
    public void restore(State s) {
        base.set(s.base);
        identity.id = s.id;
        identity.logical = s.logicalId;
        identity.format = s.destinationFormat;
        priorities.tpr = s.tpr & 0xff;
        svr = s.svr & (SVR_FOCUS_DISABLED | SVR_ENABLED | 0xff);
        priorities.isr.restore(s.isr);
        priorities.tmr.restore(s.tmr);
        priorities.irr.restore(s.irr);
        errors.restore(s.esr, s.errors);
        icr = s.icr;
        lvt.restore(s.lvt);
        timer.restore(s.timer, lvt.timerMode());
        pins.restore(s.lines);
        externalRequest = s.externalRequest;
    }

    @Override
    public State powerOn() {
        int[] masked = new int[LVT_ENTRIES];
        java.util.Arrays.fill(masked, LocalVectors.MASKED);
        int[] none = new int[VectorSet.WORDS];
        return new State(
                base.powerOn(),
                initialId,
                0,
                0,
                -1,
                0xff,
                none,
                none.clone(),
                none.clone(),
                0,
                0,
                0,
                masked,
                ApicTimer.State.POWER_ON,
                0,
                false);
    }

    /** The reset line does not reach who drives the pins: what is driven stays driven, without a new edge. */
    @Override
    public void reset() {
        int driven = pins.save();
        restore(powerOn());
        pins.restore(driven);
        settle();
    }

    @Override
    public void settle() {
        wiring.window.moveTo(base.window());
        timer.settle();
        drive();
    }
}
