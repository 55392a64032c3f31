package org.ring0.core.cpu.isa;

/**
 * One decoded instruction: what its bytes say, independent of any register's content, so that it can be kept and executed
 * again. Fields are written by the decoder alone.
 */
public final class Instruction {
    /** The number of a register operand that an encoding lacks (no base, no index): a register that is always zero. */
    public static final int NONE = 16;
    /** Added to 0 to 3 for AH, CH, DH and BH; other 8-bit registers have the number of the register they are the low part of. */
    public static final int HIGH_BYTE = 16;

    /** In place of a row: the bytes mean nothing in this mode, and raise #UD. */
    public static final int UNDEFINED = -1;

    public Mnemonic mnemonic;
    /** 1, 2, 4 or 8 bytes: the width this instruction works on (1 for the b forms). */
    public int operandSize;
    /** The width of the source where it differs (MOVZX, MOVSX, shift counts), otherwise {@link #operandSize}. */
    public int sourceSize;
    /** 2, 4 or 8 bytes: the width of offsets, and of the count and index registers of string instructions. */
    public int addressSize;
    /** Bytes, 1 to 15. */
    public int length;

    /** The first operand: what is written, or compared. */
    public Operand destination = Operand.NONE;

    public int destinationRegister;
    /** The second operand. */
    public Operand source = Operand.NONE;

    public int sourceRegister;
    /** The third operand: the count of a double shift, the immediate of a three-operand IMUL. */
    public Operand third = Operand.NONE;

    public int thirdRegister;

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
    /** The displacement counts from the next instruction (64-bit mode). */
    public boolean ripRelative;
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
    /** #GP(0) unless CPL is 0. */
    public boolean cpl0;
    /** An operand is an XMM register: SSE's form of an instruction that MMX may have too. */
    public boolean xmm;
    /** The number of the opcode maps' row that the bytes matched, or {@link #UNDEFINED}. */
    public int row = UNDEFINED;
    /** The opcode: the byte, or 0x0F00, 0x0F3800 or 0x0F3A00 plus the byte. */
    public int opcode;
    /** The ModRM byte, 0 without one. */
    public int modRm;

    /** The condition code of Jcc, SETcc and CMOVcc, 0 to 15. */
    public int condition() {
        return opcode & 15;
    }

    /** All ones in the width of offsets. */
    public long addressMask() {
        return -1L >>> 64 - 8 * addressSize;
    }

    /** All ones in the width of the operand. */
    public long operandMask() {
        return -1L >>> 64 - 8 * operandSize;
    }
}
