package org.ring0.devices.board;

import java.time.LocalDateTime;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.machine.Machine;
import org.ring0.core.memory.Region;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.interrupt.IoApic;
import org.ring0.devices.timer.Hpet;
import org.ring0.devices.timer.I8254Pit;
import org.ring0.devices.timer.Mc146818Rtc;
import org.ring0.devices.timer.SystemControlPortB;

/** The timers of a PC: the 8254 with port 61h, the clock with its CMOS RAM, and the HPET, which can take their interrupts. */
final class TimerWiring {
    private final Machine machine;
    private final PcIrqMap irq;
    private final SwitchedLine timer;
    private final SwitchedLine alarm;
    private final Mc146818Rtc rtc;

    /**
     * @param clockInterrupt who else hears the clock's interrupt
     * @param start the date that the clock shows at power-on
     */
    TimerWiring(Machine machine, PcIrqMap irq, IoApic ioApic, IrqLine clockInterrupt, LocalDateTime start) {
        this.machine = machine;
        this.irq = irq;
        timer = new SwitchedLine(irq.driver(PcIrqMap.TIMER));
        alarm = new SwitchedLine(irq.driver(PcIrqMap.RTC));
        intervalTimer();
        IrqLine both = high -> {
            alarm.usual().set(high);
            clockInterrupt.set(high);
        };
        ClockDomain crystal = new ClockDomain(machine.clock(), Mc146818Rtc.FREQUENCY);
        rtc = machine.add("rtc", new Mc146818Rtc(crystal, machine.scheduler(), both, IrqLine.unconnected(), start));
        machine.ports().map(PcIoMap.RTC, rtc);
        eventTimers(ioApic);
    }

    private void intervalTimer() {
        ClockDomain crystal = new ClockDomain(machine.clock(), I8254Pit.FREQUENCY);
        I8254Pit pit = machine.add("pit", new I8254Pit(crystal, machine.scheduler(), timer.usual()));
        SystemControlPortB port = machine.add("port61", new SystemControlPortB(pit.gate2(), pit::out2, crystal));
        machine.ports().map(PcIoMap.PIT, pit);
        machine.ports().map(PcIoMap.SYSTEM_CONTROL_B, port);
    }

    /** In legacy replacement mode they take the places of the timer and the clock. */
    private void eventTimers(IoApic ioApic) {
        IrqLine[] inputs = new IrqLine[32];
        for (int i = 0; i < IoApic.INPUTS; i++) {
            if (Hpet.canReach(i)) {
                inputs[i] = i < PcIrqMap.COUNT ? irq.driver(i) : ioApic.input(i);
            }
        }
        IrqLine legacyMode = high -> {
            timer.select(high);
            alarm.select(high);
        };
        Hpet.Wiring wiring = new Hpet.Wiring(inputs, timer.replacement(), alarm.replacement(), legacyMode);
        ClockDomain crystal = new ClockDomain(machine.clock(), Hpet.FREQUENCY);
        Hpet hpet = machine.add("hpet", new Hpet(crystal, machine.scheduler(), wiring));
        machine.memory().map(Region.mmio(PcMemoryMap.HPET, Hpet.SIZE, hpet));
    }

    /** Has the clock's RAM hold this when the machine is delivered. */
    void deliver(byte[] cmos) {
        for (int i = CmosContents.FIRST; i < cmos.length; i++) {
            if (i != CmosContents.CENTURY) {
                rtc.setCmos(i, cmos[i]);
            }
        }
    }
}
