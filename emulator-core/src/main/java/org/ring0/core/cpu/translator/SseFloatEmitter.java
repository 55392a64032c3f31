package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.ring0.core.cpu.fpu.QuickDouble;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;

/**
 * SSE's arithmetic in Java's own, by the functions that say themselves where that does not serve: there the region is left
 * before anything has changed.
 */
final class SseFloatEmitter {
    private static final String DOUBLE = "org/ring0/core/cpu/fpu/QuickDouble";
    private static final String SINGLE = "org/ring0/core/cpu/fpu/QuickSingle";
    private static final long LOW_32 = 0xffff_ffffL;

    private final Code code;
    private final SseArithmetic inline;
    private final SseEmitter sse;
    private final FlagEmitter flags;

    SseFloatEmitter(Code code, SseEmitter sse, FlagEmitter flags) {
        this.code = code;
        inline = new SseArithmetic(code, sse);
        this.sse = sse;
        this.flags = flags;
    }

    static boolean knows(Mnemonic mnemonic) {
        return switch (mnemonic) {
            case ADDSD, SUBSD, MULSD, DIVSD, MINSD, MAXSD, SQRTSD, ADDPD, SUBPD, MULPD, DIVPD, MINPD, MAXPD -> true;
            case ADDSS, SUBSS, MULSS, DIVSS, MINSS, MAXSS, SQRTSS, ADDPS, SUBPS, MULPS, DIVPS -> true;
            case COMISD, UCOMISD, COMISS, UCOMISS, CMPSD, CMPSS -> true;
            case CVTSI2SD, CVTSI2SS, CVTTSD2SI, CVTTSS2SI, CVTSD2SI, CVTSS2SI, CVTSD2SS, CVTSS2SD -> true;
            default -> false;
        };
    }

    void emit(Instruction i) {
        if (code.xmm.rounds && inline.emit(i)) {
            return;
        }
        switch (i.mnemonic) {
            case ADDSD, SUBSD, MULSD, DIVSD, MINSD, MAXSD -> scalar(i, DOUBLE, -1);
            case ADDSS, SUBSS, MULSS, DIVSS, MINSS, MAXSS -> scalar(i, SINGLE, LOW_32);
            case ADDPD, SUBPD, MULPD, DIVPD, MINPD, MAXPD -> packed(i, DOUBLE, "");
            case ADDPS, SUBPS, MULPS, DIVPS -> packed(i, SINGLE, "Pair");
            case SQRTSD -> convert(i, DOUBLE, "squareRoot", -1, -1);
            case SQRTSS -> convert(i, SINGLE, "squareRoot", LOW_32, LOW_32);
            case CVTSD2SS -> convert(i, DOUBLE, "toSingle", -1, LOW_32);
            case CVTSS2SD -> convert(i, SINGLE, "toDouble", LOW_32, -1);
            case CVTSI2SD -> fromInteger(i, DOUBLE, -1);
            case CVTSI2SS -> fromInteger(i, SINGLE, LOW_32);
            case CVTTSD2SI -> toInteger(i, DOUBLE, "truncate", -1);
            case CVTSD2SI -> toInteger(i, DOUBLE, "round", -1);
            case CVTTSS2SI -> toInteger(i, SINGLE, "truncate", LOW_32);
            case CVTSS2SI -> toInteger(i, SINGLE, "round", LOW_32);
            case COMISD, UCOMISD -> order(i, DOUBLE, -1);
            case COMISS, UCOMISS -> order(i, SINGLE, LOW_32);
            case CMPSD -> compare(i, DOUBLE, -1);
            case CMPSS -> compare(i, SINGLE, LOW_32);
            default -> throw new IllegalStateException("cannot be translated: " + i.mnemonic);
        }
    }

    /** The function's name: that of the operation. */
    private static String operation(Mnemonic mnemonic) {
        return switch (mnemonic) {
            case ADDSD, ADDSS, ADDPD, ADDPS -> "add";
            case SUBSD, SUBSS, SUBPD, SUBPS -> "subtract";
            case MULSD, MULSS, MULPD, MULPS -> "multiply";
            case DIVSD, DIVSS, DIVPD, DIVPS -> "divide";
            case MINSD, MINSS, MINPD -> "minimum";
            default -> "maximum";
        };
    }

    private void operand(int local, long mask) {
        sse.load(local);
        if (mask != -1) {
            code.constant(mask, 8);
            code.op(LAND);
        }
    }

    private void ease() {
        code.mv.visitVarInsn(ILOAD, XmmRegisters.EASE);
    }

    /** Pops a function's answer into a local, and leaves if it is none. */
    private void answer(int local) {
        sse.store(local);
        sse.load(local);
        code.constant(QuickDouble.NO_ANSWER, 8);
        code.op(LCMP);
        code.jump(IFEQ, code.miss());
    }

    private void scalar(Instruction i, String owner, long mask) {
        sse.fetch(i);
        operand(XmmRegisters.low(i.destinationRegister), mask);
        operand(sse.sourceLow(i), mask);
        ease();
        code.call(owner, operation(i.mnemonic), "(JJI)J");
        answer(XmmRegisters.RESULT_LOW);
        sse.setLow(i, XmmRegisters.RESULT_LOW, mask);
    }

    private void packed(Instruction i, String owner, String suffix) {
        sse.fetch(i);
        String name = operation(i.mnemonic) + suffix;
        sse.load(XmmRegisters.low(i.destinationRegister));
        sse.load(sse.sourceLow(i));
        ease();
        code.call(owner, name, "(JJI)J");
        answer(XmmRegisters.RESULT_LOW);
        sse.load(XmmRegisters.high(i.destinationRegister));
        sse.load(sse.sourceHigh(i));
        ease();
        code.call(owner, name, "(JJI)J");
        answer(XmmRegisters.RESULT_HIGH);
        sse.load(XmmRegisters.RESULT_LOW);
        sse.load(XmmRegisters.RESULT_HIGH);
        sse.setBoth(i);
    }

    /** A function of the source alone. */
    private void convert(Instruction i, String owner, String name, long mask, long resultMask) {
        sse.fetch(i);
        operand(sse.sourceLow(i), mask);
        ease();
        code.call(owner, name, "(JI)J");
        answer(XmmRegisters.RESULT_LOW);
        sse.setLow(i, XmmRegisters.RESULT_LOW, resultMask);
    }

    private void fromInteger(Instruction i, String owner, long mask) {
        if (i.source == Operand.MEMORY) {
            sse.fetch(i);
            sse.load(XmmRegisters.SOURCE_LOW);
        } else {
            code.register(i.sourceRegister, i.sourceSize);
            code.toLong(i.sourceSize);
        }
        if (i.sourceSize == 4) {
            code.op(L2I);
            code.op(I2L);
        }
        ease();
        code.call(owner, "fromInteger", "(JI)J");
        answer(XmmRegisters.RESULT_LOW);
        sse.setLow(i, XmmRegisters.RESULT_LOW, mask);
    }

    private void toInteger(Instruction i, String owner, String name, long mask) {
        sse.fetch(i);
        operand(sse.sourceLow(i), mask);
        code.constant(i.operandSize);
        ease();
        code.call(owner, name, "(JII)J");
        answer(XmmRegisters.RESULT_LOW);
        sse.load(XmmRegisters.RESULT_LOW);
        code.fromLong(i.operandSize);
        code.setRegister(i.destinationRegister, i.operandSize);
    }

    /** COMISD and its like: the order becomes flags. */
    private void order(Instruction i, String owner, long mask) {
        sse.fetch(i);
        operand(XmmRegisters.low(i.destinationRegister), mask);
        operand(sse.sourceLow(i), mask);
        code.call(owner, "order", "(JJ)I");
        code.store(Locals.A);
        code.load(Locals.A);
        code.jump(IFEQ, code.miss());
        code.load(Locals.A);
        code.call("org/ring0/core/cpu/isa/sse/OrderFlags", "of", "(I)I");
        flags.setBits();
    }

    private void compare(Instruction i, String owner, long mask) {
        sse.fetch(i);
        operand(XmmRegisters.low(i.destinationRegister), mask);
        operand(sse.sourceLow(i), mask);
        code.constant((int) i.immediate & 7);
        code.call(owner, "compare", "(JJI)J");
        answer(XmmRegisters.RESULT_LOW);
        sse.setLow(i, XmmRegisters.RESULT_LOW, mask);
    }
}
