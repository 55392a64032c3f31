package org.ring0.devices.board;

import org.ring0.core.machine.Machine;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.input.I8042;
import org.ring0.devices.input.Ps2Keyboard;
import org.ring0.devices.input.Ps2Mouse;
import org.ring0.devices.platform.SystemControlPortA;

/** Keyboard and mouse of a PC, their controller, and port 92h, the other one that switches the A20 line and resets. */
final class InputWiring {
    private static final int MICROSECONDS = 1_000_000;

    private final Ps2Keyboard keyboard;
    private final Ps2Mouse mouse;

    InputWiring(Machine machine, PcIrqMap irq, A20Gate a20) {
        ClockDomain clock = new ClockDomain(machine.clock(), MICROSECONDS);
        keyboard = machine.add("keyboard", new Ps2Keyboard(clock, machine.scheduler()));
        mouse = machine.add("mouse", new Ps2Mouse(clock, machine.scheduler()));
        I8042.Wires wires = new I8042.Wires(
                irq.driver(PcIrqMap.KEYBOARD), irq.driver(PcIrqMap.MOUSE), a20.input(), machine.control());
        I8042 controller = machine.add("8042", new I8042(clock, machine.scheduler(), wires, keyboard, mouse));
        SystemControlPortA port = machine.add("port92", new SystemControlPortA(a20.input(), machine.control()));
        machine.ports().map(PcIoMap.SYSTEM_CONTROL_A, port);
        machine.ports().map(PcIoMap.KEYBOARD_DATA, controller.data());
        machine.ports().map(PcIoMap.KEYBOARD_COMMAND, controller.command());
    }

    Ps2Keyboard keyboard() {
        return keyboard;
    }

    Ps2Mouse mouse() {
        return mouse;
    }
}
