package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Shifts;

/**
 * A decoded instruction in two words, so that a block lies in one or two lines of the host's cache: cold code waits for
 * memory before anything else. The first word has the small numbers, the second one the constant in its lower half and the
 * displacement in its upper one.
 */
final class OpWord {
    /** How many words an op takes. */
    static final int WORDS = 2;

    /** Bits 0 to 5: 64 less the operand's bits, where a shift by the whole word finds it. */
    private static final int DESTINATION = 6;

    private static final int SOURCE = 11;
    private static final int BASE = 16;
    private static final int INDEX = 21;
    private static final int SCALE = 26;
    private static final int SEGMENT = 28;
    private static final int RIP_RELATIVE = 31;
    private static final int CODE = 32;
    private static final int LENGTH = 40;
    private static final int FLAG_KIND = 44;
    /** The condition of Jcc, SETcc and CMOVcc, or the count of a shift by a constant. */
    private static final int DETAIL = 49;

    private static final int NARROW_ADDRESS = 55;
    private static final int FLAT = 56;

    private static final long LOW_HALF = 0xffff_ffffL;

    private OpWord() {}

    /** The first word of an {@link Op}; the second one says which of the block's. */
    static long object(int length) {
        return at(CODE, OpCode.OBJECT) | at(LENGTH, length);
    }

    /**
     * @param code how {@link OpLoop} executes it
     * @param is64 whether it is an instruction of 64-bit code
     */
    static long first(int code, Instruction i, boolean is64) {
        return 64 - 8 * i.operandSize
                | at(DESTINATION, i.destinationRegister & 31)
                | at(SOURCE, i.sourceRegister & 31)
                | at(BASE, i.base)
                | at(INDEX, i.index)
                | at(SCALE, i.scale)
                | at(SEGMENT, i.segment)
                | at(RIP_RELATIVE, i.ripRelative ? 1 : 0)
                | at(CODE, code)
                | at(LENGTH, i.length)
                | at(FLAG_KIND, i.mnemonic.flagKind().code(i.operandSize))
                | at(DETAIL, i.mnemonic.shift() != null ? Shifts.mask(i.immediate, i.operandSize) : i.condition())
                | at(NARROW_ADDRESS, i.addressSize == 4 ? 1 : 0)
                | at(FLAT, is64 ? 1 : 0);
    }

    private static long at(int place, int value) {
        return (long) value << place;
    }

    static long second(Instruction i) {
        return i.displacement << 32 | i.immediate & LOW_HALF;
    }

    /** Whether the words hold all of it: no high byte of a register, no offsets of 16 bits, no long constants. */
    static boolean holds(Instruction i) {
        boolean high = i.destination == Operand.REGISTER && i.destinationRegister >= Instruction.HIGH_BYTE
                || i.source == Operand.REGISTER && i.sourceRegister >= Instruction.HIGH_BYTE;
        boolean memory = i.destination == Operand.MEMORY || i.source == Operand.MEMORY;
        boolean near = i.addressSize == 4 || i.addressSize == 8 && isShort(i.displacement);
        return !high && (!memory || near) && holdsConstant(i);
    }

    private static boolean holdsConstant(Instruction i) {
        boolean relative = i.destination == Operand.IMMEDIATE;
        boolean constant = i.source == Operand.IMMEDIATE && i.mnemonic.shift() == null;
        return relative || constant && i.operandSize == 8
                ? isShort(i.immediate)
                : !constant || (i.immediate & i.operandMask()) == i.immediate;
    }

    private static boolean isShort(long value) {
        return (int) value == value;
    }

    static int code(long first) {
        return (int) (first >>> CODE) & 0xff;
    }

    static int length(long first) {
        return (int) (first >>> LENGTH) & 15;
    }

    static int destination(long first) {
        return (int) (first >>> DESTINATION) & 31;
    }

    static int source(long first) {
        return (int) (first >>> SOURCE) & 31;
    }

    /** All ones in the width of the operand. */
    static long mask(long first) {
        return -1L >>> first;
    }

    /** 1, 2, 4 or 8. */
    static int size(long first) {
        return 1 << (first >>> FLAG_KIND & 3);
    }

    static int flagKind(long first) {
        return (int) (first >>> FLAG_KIND) & 31;
    }

    static int detail(long first) {
        return (int) (first >>> DETAIL) & 63;
    }

    static int segment(long first) {
        return (int) (first >>> SEGMENT) & 7;
    }

    /** Whether it is of 64-bit code, where segments have no limits. */
    static boolean isFlat(long first) {
        return (first >>> FLAT & 1) != 0;
    }

    /** The sign-extended constant. */
    static int constant(long second) {
        return (int) second;
    }

    /** The effective address of the memory operand. */
    static long offset(long first, long second, long[] gpr, long next) {
        long offset = gpr[(int) (first >>> BASE) & 31]
                + (gpr[(int) (first >>> INDEX) & 31] << (first >>> SCALE & 3))
                + (second >> 32);
        if ((first >>> RIP_RELATIVE & 1) != 0) {
            offset += next;
        }
        return (first >>> NARROW_ADDRESS & 1) != 0 ? offset & LOW_HALF : offset;
    }
}
