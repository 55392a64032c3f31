package org.ring0.core.lockstep;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.Disassembler;
import org.ring0.core.machine.Machine;

/** An instruction in words: its number, where it is, its bytes, what they say. */
final class InstructionText {
    private InstructionText() {}

    /** The instruction that is next. */
    static String atRip(Machine machine) {
        Cpu cpu = machine.cpus().getFirst();
        CpuState state = cpu.state();
        Segment cs = state.segment[Segment.CS];
        String place = "%d  %04X:%08X  ".formatted(machine.retired() + 1, cs.selector, state.rip);
        StringBuilder bytes = new StringBuilder();
        CpuMode mode = new CpuMode(CpuMode.keyOf(state));
        long[] next = {state.rip};
        try {
            Instruction i = new Decoder()
                    .decode(
                            () -> {
                                long physical = cpu.mmu().fetchPhysical(cs.base + next[0]++ & 0xffff_ffffL);
                                int value = (int) cpu.memory().read(physical, 1);
                                bytes.append("%02X ".formatted(value));
                                return value;
                            },
                            mode);
            return place + "%-30s".formatted(bytes) + Disassembler.text(i, mode, state.rip);
        } catch (CpuException fault) {
            return place + bytes + "(cannot be fetched)";
        }
    }
}
