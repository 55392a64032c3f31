package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;

/**
 * ADDSD, SUBSD, MULSD, DIVSD, SQRTSD and their likes for singles as the JVM's own instructions, for code that meets rounded
 * results: what {@code QuickDouble} does, without a call that HotSpot might not inline. The operands must be zero or normal, and
 * what the block has computed itself is known to be; the result must be neither tiny nor overflown.
 */
final class SseArithmetic {
    private static final String DOUBLE = "java/lang/Double";
    private static final String FLOAT = "java/lang/Float";

    private final Code code;
    private final SseEmitter sse;
    private final XmmRegisters xmm;

    /** Set for the instruction that is being written: whether it works on doubles. */
    private boolean wide;

    SseArithmetic(Code code, SseEmitter sse) {
        this.code = code;
        this.sse = sse;
        xmm = code.xmm;
    }

    /** Writes the instruction; false if it is none of those. */
    boolean emit(Instruction i) {
        int opcode = switch (i.mnemonic) {
            case ADDSD, ADDSS -> DADD;
            case SUBSD, SUBSS -> DSUB;
            case MULSD, MULSS -> DMUL;
            case DIVSD, DIVSS -> DDIV;
            case SQRTSD, SQRTSS -> NOP;
            default -> -1;
        };
        if (opcode < 0) {
            return false;
        }
        wide = i.mnemonic.name().endsWith("D");
        sse.fetch(i);
        code.mv.visitVarInsn(ILOAD, XmmRegisters.EASE);
        code.constant(Mxcsr.EASY);
        code.jump(IF_ICMPNE, code.miss());
        compute(i, opcode);
        checkResult(i, opcode);
        sse.setLow(i, XmmRegisters.RESULT_LOW, wide ? -1 : 0xffff_ffffL);
        xmm.setOrdinary(i.destinationRegister, wide);
        return true;
    }

    private void compute(Instruction i, int opcode) {
        int dest = XmmRegisters.low(i.destinationRegister);
        int source = sse.sourceLow(i);
        if (opcode != NOP && !xmm.isOrdinary(i.destinationRegister, wide)) {
            checkOperand(dest);
        }
        boolean sourceKnown = i.source == Operand.SPECIAL
                && (xmm.isOrdinary(i.sourceRegister, wide)
                        || opcode != NOP && i.sourceRegister == i.destinationRegister);
        if (!sourceKnown) {
            checkOperand(source);
        }
        if (opcode == NOP) {
            root(source);
        } else {
            number(dest);
            number(source);
            // The instructions for floats and for doubles are neighbours.
            code.op(wide ? opcode : opcode - 1);
        }
        if (wide) {
            code.call(DOUBLE, "doubleToRawLongBits", "(D)J");
        } else {
            code.call(FLOAT, "floatToRawIntBits", "(F)I");
            code.zeroExtend();
        }
        sse.store(XmmRegisters.RESULT_LOW);
    }

    /** The root of a single, rounded to a double and then to a single, is rounded right: 53 bits are more than 2 * 24 + 2. */
    private void root(int source) {
        number(source);
        if (!wide) {
            code.op(F2D);
        }
        code.call("java/lang/Math", "sqrt", "(D)D");
        if (!wide) {
            code.op(D2F);
        }
    }

    /** Pushes a register or a fetched operand as a double or a float. */
    private void number(int local) {
        sse.load(local);
        if (wide) {
            code.call(DOUBLE, "longBitsToDouble", "(J)D");
        } else {
            code.op(L2I);
            code.call(FLOAT, "intBitsToFloat", "(I)F");
        }
    }

    /** Pushes the bits of a number, a long or an int. */
    private void bits(int local) {
        sse.load(local);
        if (!wide) {
            code.op(L2I);
        }
    }

    private int size() {
        return wide ? 8 : 4;
    }

    private long lowestNormal() {
        return wide ? 1L << 52 : 1L << 23;
    }

    /** Leaves unless the number is zero or normal: adding the lowest normal one makes 0 and 1 of the other exponents. */
    private void checkOperand(int local) {
        Label ordinary = new Label();
        bits(local);
        code.constant(lowestNormal(), size());
        code.op(IADD, size());
        code.constant(wide ? 0x7fe0_0000_0000_0000L : 0x7f00_0000, size());
        code.op(IAND, size());
        code.jump(IFNE, size(), ordinary);
        jumpIfNotZero(local, code.miss());
        code.label(ordinary);
    }

    private void absolute(int local) {
        bits(local);
        code.constant(wide ? Long.MAX_VALUE : Integer.MAX_VALUE, size());
        code.op(IAND, size());
    }

    private void jumpIfNotZero(int local, Label label) {
        absolute(local);
        code.jump(IFNE, size(), label);
    }

    private void checkResult(Instruction i, int opcode) {
        Label safe = new Label();
        long exponents = wide ? 0x7ffL - 2 : 0xff - 2;
        long lowestSafe = 2 * lowestNormal();
        absolute(XmmRegisters.RESULT_LOW);
        code.constant(lowestSafe - (wide ? Long.MIN_VALUE : Integer.MIN_VALUE), size());
        code.op(ISUB, size());
        code.constant(exponents * lowestNormal() + (wide ? Long.MIN_VALUE : Integer.MIN_VALUE), size());
        if (wide) {
            code.op(LCMP);
            code.jump(IFLT, safe);
        } else {
            code.jump(IF_ICMPLT, safe);
        }
        int dest = XmmRegisters.low(i.destinationRegister);
        int source = sse.sourceLow(i);
        switch (opcode) {
            case DADD, DSUB -> jumpIfNotZero(XmmRegisters.RESULT_LOW, code.miss());
            case DMUL -> {
                absolute(dest);
                code.jump(IFEQ, size(), safe);
                jumpIfNotZero(source, code.miss());
            }
            case DDIV -> {
                jumpIfNotZero(dest, code.miss());
                absolute(source);
                code.jump(IFEQ, size(), code.miss());
            }
            default -> jumpIfNotZero(source, code.miss());
        }
        code.label(safe);
    }
}
