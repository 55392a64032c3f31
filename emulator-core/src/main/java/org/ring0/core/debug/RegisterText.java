package org.ring0.core.debug;

import java.util.Locale;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** The registers in words, for people and reports: in IA-32e mode all of their 64 bits. */
public final class RegisterText {
    private static final int REGISTERS_32 = 8;
    private static final int REGISTERS_64 = 16;
    private static final int REGISTERS_OF_A_LINE = 4;

    private final CpuState state;
    private final boolean wide;
    private final StringBuilder text = new StringBuilder();

    private RegisterText(CpuState state) {
        this.state = state;
        wide = state.isLongMode();
    }

    /** Several lines, none of them ending the last with a newline. */
    public static String of(CpuState state) {
        return new RegisterText(state).all();
    }

    private String all() {
        Segment cs = state.segment[Segment.CS];
        String ip = wide ? "RIP" : "EIP";
        line("CS:%s=%04X:%s CPL=%d mode=%s", ip, cs.selector, number(state.rip), state.cpl, mode());
        int count = wide ? REGISTERS_64 : REGISTERS_32;
        for (int i = 0; i < count; i++) {
            text.append("%s=%s%s".formatted(name(i), number(state.gpr[i]), isLastOfLine(i) ? "\n" : " "));
        }
        for (int i = 0; i < state.segment.length; i++) {
            Segment s = state.segment[i];
            line(
                    "%s=%04X base=%s limit=%08X attributes=%04X",
                    upper(RegisterNames.segment(i)), s.selector, number(s.base), s.limit, s.attributes);
        }
        line(
                "CR0=%08X CR2=%s CR3=%s CR4=%08X%s",
                state.cr0,
                number(state.cr2),
                number(state.cr3),
                state.cr4,
                wide ? " EFER=%X".formatted(state.efer) : "");
        line("GDT=%s:%04X IDT=%s:%04X", number(state.gdtBase), state.gdtLimit, number(state.idtBase), state.idtLimit);
        text.append("instructions=%d cycle=%d".formatted(state.retired(), state.cycle));
        return text.toString();
    }

    private void line(String format, Object... values) {
        text.append(format.formatted(values)).append('\n');
    }

    private String name(int register) {
        return upper(RegisterNames.general(register, wide ? 8 : 4));
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    private String number(long value) {
        return (wide ? "%016X" : "%08X").formatted(value);
    }

    private static boolean isLastOfLine(int register) {
        return register % REGISTERS_OF_A_LINE == REGISTERS_OF_A_LINE - 1;
    }

    private String mode() {
        if (!state.isProtected()) {
            return "real";
        }
        String paging = (state.cr0 & ControlBits.CR0_PG) != 0 ? ", paged" : "";
        if (state.is64Bit()) {
            return "64-bit" + paging;
        }
        String size = state.segment[Segment.CS].isBig() ? "32-bit" : "16-bit";
        String kind = state.isVirtual8086() ? "virtual-8086" : (wide ? "compatibility " : "protected ") + size;
        return kind + paging;
    }
}
