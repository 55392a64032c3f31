package org.ring0.devices.interrupt;

import java.util.ArrayDeque;
import java.util.Queue;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.Probe;
import org.ring0.devices.VirtualTime;

/** A local APIC with a CPU that remembers what its pins did, at a bus clock of 100 MHz: ten cycles a tick. */
final class ApicCpu implements CpuPins {
    static final LocalApic.Features ALL = new LocalApic.Features(true, true, 36);

    final Probe intr = new Probe();
    final Queue<Integer> external = new ArrayDeque<>();
    final LocalApic apic;
    int nmis;
    int inits;
    int startPage = -1;
    long timeStampOffset;
    long window;

    ApicCpu(int id, LocalApic.Features features, VirtualTime time, ApicBus bus) {
        ClockDomain clock = time.domain(100_000_000);
        LocalApic.Wiring wiring = new LocalApic.Wiring(intr, this, this::answer, base -> window = base);
        apic = new LocalApic(id, features, wiring, clock, time.scheduler, bus);
        apic.settle();
    }

    private int answer() {
        return external.isEmpty() ? 0xff : external.remove();
    }

    int read(int offset) {
        return apic.registers().read(offset, 4);
    }

    void write(int offset, int value) {
        apic.registers().write(offset, value, 4);
    }

    /** Enables by software with spurious vector FFh. */
    ApicCpu enabled() {
        write(ApicRegisters.SVR, 0x1ff);
        return this;
    }

    void endOfInterrupt() {
        write(ApicRegisters.EOI, 0);
    }

    /** A fixed interrupt to itself. */
    void interruptSelf(int vector) {
        write(ApicRegisters.ICR_LOW, 1 << 18 | vector);
    }

    int errors() {
        write(ApicRegisters.ESR, 0);
        return read(ApicRegisters.ESR);
    }

    @Override
    public void nmi() {
        nmis++;
    }

    @Override
    public void init() {
        inits++;
    }

    @Override
    public void startUp(int page) {
        startPage = page;
    }

    @Override
    public long timeStampOffset() {
        return timeStampOffset;
    }
}
