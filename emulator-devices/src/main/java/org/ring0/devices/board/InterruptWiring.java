package org.ring0.devices.board;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.io.IoBus;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.machine.Machine;
import org.ring0.core.memory.Region;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.interrupt.ApicBus;
import org.ring0.devices.interrupt.CascadeBus;
import org.ring0.devices.interrupt.CpuPins;
import org.ring0.devices.interrupt.I8259Pic;
import org.ring0.devices.interrupt.IoApic;
import org.ring0.devices.interrupt.LocalApic;
import org.ring0.devices.pci.AddressWindow;
import org.ring0.devices.platform.CoprocessorError;

/**
 * The interrupt controllers of a PC: two 8259As whose INT goes to the local APIC's LINT0 and to input 0 of the I/O APIC, and
 * the I/O APIC, whose other inputs share the ISA bus's lines; the timer's is at input 2. IRQ 13 is the coprocessor's.
 *
 * <p>After a reset the local APIC is in virtual wire mode, which on hardware is firmware's doing: so firmware that knows
 * nothing of APICs, and kernels that are started without any, get the 8259s' interrupts.
 */
final class InterruptWiring {
    private static final int CASCADE = 2;
    private static final int EXTINT_INPUT = 0;
    private static final int TIMER_INPUT = 2;
    /** The front side bus of a Pentium II, which the local APIC's timer counts, in Hz. */
    private static final long BUS_FREQUENCY = 100_000_000;

    private final I8259Pic master;
    private final I8259Pic slave;
    private final IoApic ioApic;
    private final PcIrqMap irq;
    private LocalApic localApic;

    InterruptWiring(Machine machine, WindowMap windows) {
        Cpu cpu = machine.cpus().getFirst();
        ApicBus bus = new ApicBus();
        ioApic = machine.add("io-apic", new IoApic(bus));
        CascadeBus cascade = new CascadeBus();
        IrqLine toApics = both(high -> localApic.lint0().set(high), ioApic.input(EXTINT_INPUT));
        master = machine.add("pic1", new I8259Pic(toApics, I8259Pic.Role.MASTER, cascade));
        slave = machine.add("pic2", new I8259Pic(master.input(CASCADE), I8259Pic.Role.SLAVE, cascade));
        localApic = machine.add("local-apic", localApic(machine, cpu, windows, bus));
        cpu.connectInterruptSource(localApic);
        cpu.connectLocalApic(localApic.port());
        machine.afterReset(localApic::enterVirtualWireMode);
        IoBus ports = machine.ports();
        ports.map(PcIoMap.PIC_MASTER, master);
        ports.map(PcIoMap.PIC_SLAVE, slave);
        ports.map(PcIoMap.ELCR_MASTER, master.elcr());
        ports.map(PcIoMap.ELCR_SLAVE, slave.elcr());
        machine.memory().map(Region.mmio(PcMemoryMap.IO_APIC, IoApic.SIZE, ioApic));
        irq = new PcIrqMap(this::input);
        coprocessor(machine, cpu);
    }

    private void coprocessor(Machine machine, Cpu cpu) {
        CoprocessorError error =
                machine.add("coprocessor", new CoprocessorError(irq.driver(PcIrqMap.COPROCESSOR), cpu.ignne()));
        cpu.connectFerr(error.ferr());
        machine.ports().map(PcIoMap.COPROCESSOR, error);
    }

    private LocalApic localApic(Machine machine, Cpu cpu, WindowMap windows, ApicBus bus) {
        AddressWindow window = windows.memory(base -> Region.mmio(base, LocalApic.SIZE, localApic.registers()));
        LocalApic.Wiring wiring = new LocalApic.Wiring(cpu.intr(), pins(cpu), master, window);
        CpuModel model = cpu.model();
        LocalApic.Features features = new LocalApic.Features(
                model.has(Feature.X2APIC), model.has(Feature.TSC_DEADLINE), model.physicalBits());
        ClockDomain clock = new ClockDomain(machine.clock(), BUS_FREQUENCY);
        return new LocalApic(0, features, wiring, clock, machine.scheduler(), bus);
    }

    private CpuPins pins(Cpu cpu) {
        return new CpuPins() {
            @Override
            public void nmi() {
                cpu.nmi();
            }

            @Override
            public void init() {
                cpu.init();
                localApic.enterVirtualWireMode();
            }

            /** The bootstrap processor never waits for one. */
            @Override
            public void startUp(int page) {}

            @Override
            public long timeStampOffset() {
                return cpu.state().msr.tscOffset;
            }
        };
    }

    /** Where the ISA bus's interrupt 0 to 15 goes. */
    private IrqLine input(int irq) {
        if (irq == CASCADE) {
            return IrqLine.unconnected();
        }
        IrqLine pic = irq < 8 ? master.input(irq) : slave.input(irq - 8);
        return both(pic, ioApic.input(irq == PcIrqMap.TIMER ? TIMER_INPUT : irq));
    }

    /** The ISA bus's interrupts. */
    PcIrqMap irq() {
        return irq;
    }

    /** The NMI button: chipsets have it at LINT1, as everything that makes an NMI. */
    IrqLine nmiButton() {
        return localApic.lint1();
    }

    IoApic ioApic() {
        return ioApic;
    }

    private static IrqLine both(IrqLine first, IrqLine second) {
        return new IrqLine() {
            @Override
            public void set(boolean high) {
                first.set(high);
                second.set(high);
            }

            @Override
            public void pulse() {
                first.pulse();
                second.pulse();
            }
        };
    }
}
