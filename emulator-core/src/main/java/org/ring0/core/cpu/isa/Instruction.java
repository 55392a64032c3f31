package org.ring0.core.cpu.isa;

/**
 * One decoded instruction: what its bytes say, independent of any register's content, so that it can be kept and executed
 * again. Fields are written by the decoder alone.
 */
public final class Instruction {
    /** The number of a register operand that an encoding lacks (no base, no index). */
    public static final int NONE = -1;

    public Mnemonic mnemonic;
    /** 1, 2, 4 or 8 bytes: the width this instruction works on (1 for the b forms). */
    public int operandSize;
    /** 2, 4 or 8 bytes: the width of offsets, and of the count and index registers of string instructions. */
    public int addressSize;
    /** Bytes, 1 to 15. */
    public int length;

    /** ModRM.reg with REX.R: a general, segment, control or debug register, by context. */
    public int reg;
    /** ModRM.rm with REX.B when the operand is a register. */
    public int rm;
    /** Whether the r/m operand is memory: {@link #base}, {@link #index}, {@link #scale}, {@link #displacement}. */
    public boolean isMemory;

    public int base = NONE;
    public int index = NONE;
    /** Shift, 0 to 3. */
    public int scale;

    public long displacement;
    /** The segment register of the memory operand, overrides and the default of the base applied. */
    public int segment;

    /** Sign- or zero-extended as the operand code says; the offset of a far pointer; a relative displacement. */
    public long immediate;
    /** The second immediate: ENTER's level, the selector of a far pointer. */
    public int immediate2;

    /** Prefixes F0, F3 (REP/REPE) and F2 (REPNE). */
    public boolean lock;

    public boolean rep;
    public boolean repne;
    /** The opcode byte(s): the byte, plus 0x0F00 for the two-byte map. */
    public int opcode;
}
