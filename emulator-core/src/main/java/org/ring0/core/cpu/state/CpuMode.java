package org.ring0.core.cpu.state;

/**
 * What the meaning of code bytes depends on besides the bytes: a small key. Decoded and translated code is valid for one
 * mode, so that it need not test any of this.
 *
 * @param key bits 0-1: log2 of the default operand size, 3 in 64-bit mode (where addresses have 64 bits and operands mostly
 *     32); bit 2: 32-bit stack (B); bit 3: protected mode without VM; bit 4: virtual-8086 mode; bits 5-6: CPL;
 *     bit 7: flat, that is DS, ES and SS start at 0, and they and CS have no limit below 4 GiB, as always in 64-bit mode
 */
public record CpuMode(int key) {
    private static final int LONG = 3;
    private static final int STACK_BIG = 1 << 2;
    private static final int PROTECTED = 1 << 3;
    private static final int VIRTUAL_8086 = 1 << 4;
    private static final int CPL_SHIFT = 5;
    private static final int FLAT = 1 << 7;
    /** Keys are below this. */
    public static final int KEYS = 1 << 8;

    /** The key of the CPU's present mode. */
    public static int keyOf(CpuState s) {
        if (s.is64Bit()) {
            return LONG | PROTECTED | s.cpl << CPL_SHIFT | FLAT;
        }
        int key = s.segment[Segment.CS].isBig() ? 2 : 1;
        if (s.segment[Segment.SS].isBig()) {
            key |= STACK_BIG;
        }
        if (s.isProtected()) {
            key |= s.isVirtual8086() ? VIRTUAL_8086 : PROTECTED;
        }
        return key | s.cpl << CPL_SHIFT | (isFlat(s) ? FLAT : 0);
    }

    private static boolean isFlat(CpuState s) {
        return s.segment[Segment.CS].limit == Segment.NO_LIMIT
                && s.segment[Segment.DS].isFlat()
                && s.segment[Segment.SS].isFlat()
                && s.segment[Segment.ES].isFlat();
    }

    /** The default address size in bytes: 2, 4 or 8; the default operand size too, except that it is 4 in 64-bit mode. */
    public int codeSize() {
        return 1 << (key & 3);
    }

    /** The width of the stack pointer in bytes. */
    public int stackSize() {
        return is64Bit() ? 8 : (key & STACK_BIG) != 0 ? 4 : 2;
    }

    public boolean is64Bit() {
        return (key & LONG) == LONG;
    }

    /** Protected mode, virtual-8086 mode excluded. */
    public boolean isProtected() {
        return (key & PROTECTED) != 0;
    }

    public boolean isVirtual8086() {
        return (key & VIRTUAL_8086) != 0;
    }

    public int cpl() {
        return key >> CPL_SHIFT & 3;
    }

    /** The mode in words. */
    @Override
    public String toString() {
        if (is64Bit()) {
            return "64-bit, CPL " + cpl();
        }
        String kind = isProtected() ? "protected" : isVirtual8086() ? "virtual-8086" : "real";
        return "%s, %d-bit code, %d-bit stack, CPL %d%s"
                .formatted(kind, 8 * codeSize(), 8 * stackSize(), cpl(), isFlat() ? ", flat" : "");
    }

    /** Whether offsets into CS, DS, ES and SS need no check, and those into all but CS are linear addresses. */
    public boolean isFlat() {
        return (key & FLAT) != 0;
    }
}
