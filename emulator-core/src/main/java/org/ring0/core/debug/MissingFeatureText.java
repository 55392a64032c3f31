package org.ring0.core.debug;

import java.util.Arrays;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.memory.AddressSpace;

/** What somebody who adds a missing feature has to know: the instruction that asked for it, its bytes, the registers. */
public final class MissingFeatureText {
    /** No instruction is longer (SDM Vol. 2A, section 2.3.11). */
    private static final int LONGEST = 15;

    private MissingFeatureText() {}

    /** Where the CPU is: {@code CS:IP}. */
    public static String place(CpuState state) {
        String form = state.isLongMode() ? "%04X:%016X" : "%04X:%08X";
        return form.formatted(state.segment[Segment.CS].selector, state.rip);
    }

    /**
     * Several lines, none of them ending the last with a newline.
     *
     * @param what is missing
     */
    public static String of(String what, CpuState state, AddressSpace memory) {
        byte[] code = code(state, memory);
        CpuMode mode = new CpuMode(CpuMode.keyOf(state));
        Disassembler.Line line = code.length == 0
                ? new Disassembler.Line("(its code cannot be read)", 0)
                : Disassembler.line(code, 0, mode, state.rip);
        StringBuilder bytes = new StringBuilder();
        for (byte value : code) {
            bytes.append("%02X ".formatted(value));
        }
        return """
            missing      %s
            instruction  %s  %s
            bytes        %s
            %s
            Please report this, with the lines above and the options of this run: ring0 is to have what guests use.\
            """.formatted(what, place(state), line.text(), bytes.toString().strip(), RegisterText.of(state));
    }

    /** The bytes at the instruction pointer, as many as an instruction can have and as are mapped to memory. */
    private static byte[] code(CpuState state, AddressSpace memory) {
        byte[] code = new byte[LONGEST];
        int length = new LinearMemory(state, memory).read(state.segment[Segment.CS].base + state.rip, code);
        return Arrays.copyOf(code, length);
    }
}
