package org.ring0.devices.board;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.ring0.core.irq.IrqLine;

/** Which chip is on which interrupt of a PC. Inputs can be shared: PCI interrupts meet those of the ISA bus. */
final class PcIrqMap {
    static final int TIMER = 0;
    static final int KEYBOARD = 1;
    static final int COM2_COM4 = 3;
    static final int COM1_COM3 = 4;
    static final int FLOPPY = 6;
    static final int RTC = 8;
    /** The system control interrupt of ACPI. */
    static final int SCI = 9;

    static final int MOUSE = 12;
    static final int COPROCESSOR = 13;
    static final int IDE_PRIMARY = 14;
    static final int IDE_SECONDARY = 15;
    static final int COUNT = 16;

    private final WiredOr[] wires;

    /** @param input the interrupt controllers' inputs, 0 to 15 */
    PcIrqMap(IntFunction<IrqLine> input) {
        wires = IntStream.range(0, COUNT)
                .mapToObj(irq -> new WiredOr(input.apply(irq)))
                .toArray(WiredOr[]::new);
    }

    /** A new driver of an interrupt's input. */
    IrqLine driver(int irq) {
        return wires[irq].driver();
    }

    /** A new driver of every input. */
    IrqLine[] drivers() {
        return IntStream.range(0, COUNT).mapToObj(this::driver).toArray(IrqLine[]::new);
    }
}
