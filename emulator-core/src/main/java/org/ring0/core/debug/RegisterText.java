package org.ring0.core.debug;

import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** The registers in words, for people and reports. */
public final class RegisterText {
    private static final String[] GPR = {"EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI"};
    private static final String[] SEGMENTS = {"ES", "CS", "SS", "DS", "FS", "GS"};

    private RegisterText() {}

    /** Several lines, none of them ending the last with a newline. */
    public static String of(CpuState state) {
        StringBuilder text = new StringBuilder();
        text.append(
                "CS:EIP=%04X:%08X CPL=%d mode=%s%n".formatted(cs(state).selector, state.rip, state.cpl, mode(state)));
        for (int i = 0; i < GPR.length; i++) {
            text.append("%s=%08X%s".formatted(GPR[i], state.gpr[i], i % 4 == 3 ? "\n" : " "));
        }
        for (int i = 0; i < SEGMENTS.length; i++) {
            Segment s = state.segment[i];
            text.append("%s=%04X base=%08X limit=%08X attributes=%04X%n"
                    .formatted(SEGMENTS[i], s.selector, s.base, s.limit, s.attributes));
        }
        text.append("CR0=%08X CR2=%08X CR3=%08X CR4=%08X%n".formatted(state.cr0, state.cr2, state.cr3, state.cr4));
        text.append("GDT=%08X:%04X IDT=%08X:%04X%n"
                .formatted(state.gdtBase, state.gdtLimit, state.idtBase, state.idtLimit));
        text.append("instructions=%d cycle=%d".formatted(state.retired(), state.cycle));
        return text.toString();
    }

    private static Segment cs(CpuState state) {
        return state.segment[Segment.CS];
    }

    private static String mode(CpuState state) {
        if (!state.isProtected()) {
            return "real";
        }
        String paging = (state.cr0 & ControlBits.CR0_PG) != 0 ? ", paged" : "";
        return (state.isVirtual8086() ? "virtual-8086" : cs(state).isBig() ? "protected 32-bit" : "protected 16-bit")
                + paging;
    }
}
