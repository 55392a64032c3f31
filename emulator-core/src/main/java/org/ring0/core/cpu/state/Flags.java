package org.ring0.core.cpu.state;

import static org.ring0.core.cpu.state.Eflags.AF;
import static org.ring0.core.cpu.state.Eflags.CF;
import static org.ring0.core.cpu.state.Eflags.OF;
import static org.ring0.core.cpu.state.Eflags.PF;
import static org.ring0.core.cpu.state.Eflags.SF;
import static org.ring0.core.cpu.state.Eflags.STATUS;
import static org.ring0.core.cpu.state.Eflags.ZF;

/** The readers of the lazy status flags: pure functions of (kind, result, destination, source), and the conditions. */
public final class Flags {
    private static final int ADD = FlagKind.ADD.ordinal();
    private static final int SUB = FlagKind.SUB.ordinal();
    private static final int LOGIC = FlagKind.LOGIC.ordinal();
    private static final int INC = FlagKind.INC.ordinal();
    private static final int DEC = FlagKind.DEC.ordinal();
    private static final int RESULT = FlagKind.RESULT.ordinal();
    private static final int EXPLICIT = FlagKind.EXPLICIT.ordinal();

    private Flags() {}

    /** The shift that brings the top bit of the kind's width to bit 0: 7, 15, 31 or 63. */
    private static int top(int kind) {
        return (8 << (kind & 3)) - 1;
    }

    public static boolean cf(int kind, long result, long dest, long source) {
        int k = kind >> 2;
        if (k == SUB) {
            return (((~dest & source) | (~(dest ^ source) & result)) >>> top(kind) & 1) != 0;
        } else if (k == ADD) {
            return (((dest & source) | ((dest | source) & ~result)) >>> top(kind) & 1) != 0;
        } else {
            return k != LOGIC && (source & CF) != 0;
        }
    }

    public static boolean zf(int kind, long result, long source) {
        return kind >> 2 == EXPLICIT ? (source & ZF) != 0 : result == 0;
    }

    public static boolean sf(int kind, long result, long source) {
        return kind >> 2 == EXPLICIT ? (source & SF) != 0 : (result >>> top(kind) & 1) != 0;
    }

    public static boolean pf(int kind, long result, long source) {
        return kind >> 2 == EXPLICIT ? (source & PF) != 0 : (Integer.bitCount((int) result & 0xff) & 1) == 0;
    }

    public static boolean of(int kind, long result, long dest, long source) {
        int k = kind >> 2;
        if (k == SUB) {
            return (((dest ^ source) & (dest ^ result)) >>> top(kind) & 1) != 0;
        } else if (k == ADD) {
            return (((dest ^ result) & (source ^ result)) >>> top(kind) & 1) != 0;
        } else if (k == LOGIC) {
            return false;
        } else if (k == INC) {
            return result == 1L << top(kind);
        } else if (k == DEC) {
            return result == (1L << top(kind)) - 1;
        }
        return (source & OF) != 0;
    }

    public static boolean af(int kind, long result, long dest, long source) {
        int k = kind >> 2;
        if (k == SUB || k == ADD) {
            return ((dest ^ source ^ result) & AF) != 0;
        } else if (k == LOGIC) {
            return false;
        } else if (k == INC) {
            return (result & 15) == 0;
        } else if (k == DEC) {
            return (result & 15) == 15;
        }
        return (source & AF) != 0;
    }

    /** The condition {@code code} (SDM Vol. 2, appendix B.1.4.7), 0 (O) to 15 (G). */
    public static boolean condition(int code, int kind, long result, long dest, long source) {
        boolean holds = switch (code >> 1) {
            case 0 -> of(kind, result, dest, source);
            case 1 -> cf(kind, result, dest, source);
            case 2 -> zf(kind, result, source);
            case 3 -> zf(kind, result, source) || cf(kind, result, dest, source);
            case 4 -> sf(kind, result, source);
            case 5 -> pf(kind, result, source);
            case 6 -> sf(kind, result, source) != of(kind, result, dest, source);
            default -> zf(kind, result, source) || sf(kind, result, source) != of(kind, result, dest, source);
        };
        return holds != ((code & 1) != 0);
    }

    /** The six status flags as bits of EFLAGS. */
    public static int read(int kind, long result, long dest, long source) {
        if (kind >> 2 == EXPLICIT) {
            return (int) source & STATUS;
        }
        return (cf(kind, result, dest, source) ? CF : 0)
                | (pf(kind, result, source) ? PF : 0)
                | (af(kind, result, dest, source) ? AF : 0)
                | (zf(kind, result, source) ? ZF : 0)
                | (sf(kind, result, source) ? SF : 0)
                | (of(kind, result, dest, source) ? OF : 0);
    }

    public static boolean cf(CpuState s) {
        return cf(s.flagKind, s.flagResult, s.flagDest, s.flagSource);
    }

    public static boolean condition(int code, CpuState s) {
        return condition(code, s.flagKind, s.flagResult, s.flagDest, s.flagSource);
    }

    /** The six status flags as bits of EFLAGS. */
    public static int read(CpuState s) {
        return read(s.flagKind, s.flagResult, s.flagDest, s.flagSource);
    }

    /** Sets the six status flags from bits of EFLAGS; other bits are ignored. */
    public static void write(CpuState s, int eflags) {
        s.flagKind = FlagKind.EXPLICIT.code(4);
        s.flagResult = 0;
        s.flagDest = 0;
        s.flagSource = eflags & STATUS;
    }

    /** Sets the status flags lazily. */
    public static void record(CpuState s, int kind, long result, long dest, long source) {
        s.flagKind = kind;
        s.flagResult = result;
        s.flagDest = dest;
        s.flagSource = source;
    }
}
