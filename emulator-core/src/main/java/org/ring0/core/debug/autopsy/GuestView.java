package org.ring0.core.debug.autopsy;

import java.util.OptionalLong;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.LinearMemory;
import org.ring0.core.debug.symbol.Place;
import org.ring0.core.debug.symbol.Symbols;

/** A CPU between two instructions, its memory by linear addresses, and the names of these. */
final class GuestView {
    final CpuState state;
    final LinearMemory memory;
    final Symbols symbols;

    GuestView(Cpu cpu, Symbols symbols) {
        state = cpu.state();
        memory = new LinearMemory(state, cpu.memory());
        this.symbols = symbols;
    }

    /** A little-endian number of 1 to 8 bytes; empty where no memory is. */
    OptionalLong number(long linear, int size) {
        byte[] bytes = new byte[size];
        if (memory.read(linear, bytes) < size) {
            return OptionalLong.empty();
        }
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return OptionalLong.of(value);
    }

    /** The linear address of an offset in CS. */
    long code(long offset) {
        return state.segment[Segment.CS].base + offset & state.linearMask();
    }

    /** Where execution would go on. */
    Place here() {
        return symbols.at(code(state.rip));
    }

    /** A pointer in as many digits as it has in the guest's mode. */
    String hex(long value) {
        return (state.isLongMode() ? "%016x" : "%08x").formatted(value);
    }
}
