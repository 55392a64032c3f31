package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.x87.X87Arithmetic;
import org.ring0.core.cpu.isa.x87.X87Gate;

/**
 * The frequent x87 instructions: their operands are fetched here, their bodies are called. The bodies work on the FPU's
 * state alone, so that only what lives in locals across the call pays for it. Where #NM or #MF may come, and where FERR# may
 * have to change, the region is left: only if an exception is pending.
 */
final class X87Emitter {
    private static final String BODIES = "org/ring0/core/cpu/isa/x87/";
    private static final String GATE = BODIES + "X87Gate";
    private static final String ARITHMETIC = BODIES + "X87Arithmetic";
    private static final String COMPARE = BODIES + "X87Compare";
    private static final String TRANSFER = BODIES + "X87Transfer";
    private static final String UNARY = BODIES + "X87Unary";
    private static final String FPU = "org/ring0/core/cpu/fpu/FpuState";
    private static final String FPU_TYPE = "L" + FPU + ";";
    private static final String STATE_TYPE = "L" + Code.STATE_OWNER + ";";
    /** From C0, C2 and C3 to CF, PF and ZF. */
    private static final int CODES_SHIFT = 8;

    private static final int CODES_IN_FLAGS = 0x45;

    private final Code code;
    private final MemoryEmitter memory;
    private final FlagEmitter flags;

    X87Emitter(Code code, MemoryEmitter memory, FlagEmitter flags) {
        this.code = code;
        this.memory = memory;
        this.flags = flags;
    }

    /** Whether a region may contain the instruction, which is no other emitter's. */
    static boolean knows(Instruction i) {
        return switch (i.mnemonic) {
            case FADD, FMUL, FSUB, FSUBR, FDIV, FDIVR, FADDP, FMULP, FSUBP, FSUBRP, FDIVP, FDIVRP -> true;
            case FIADD, FIMUL, FISUB, FISUBR, FIDIV, FIDIVR, FICOM, FICOMP, FILD, FIST, FISTP -> true;
            case FCOM, FCOMP, FCOMPP, FUCOM, FUCOMP, FUCOMPP, FCOMI, FCOMIP, FUCOMI, FUCOMIP, FTST, FXAM -> true;
            case FXCH, FLD1, FLDZ, FLDPI, FLDL2E, FLDL2T, FLDLG2, FLDLN2 -> true;
            case FCHS, FABS, FSQRT, FRNDINT, FNSTCW, FLDCW -> true;
            case FLD, FST -> isNoExtended(i);
            // D9 D8 and its like pop an empty register too, which is rare and the interpreter's.
            case FSTP -> isNoExtended(i) && (i.isMemory || i.opcode == 0xdd);
            case FNSTSW -> !i.isMemory;
            default -> false;
        };
    }

    private static boolean isNoExtended(Instruction i) {
        return !i.isMemory || i.opcode == 0xd9 || i.opcode == 0xdd;
    }

    void emit(Instruction i) {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.call(GATE, "isOpen", "(" + STATE_TYPE + ")Z");
        code.jump(IFEQ, code.miss());
        switch (i.mnemonic) {
            case FNSTSW -> storeStatus();
            case FNSTCW -> storeControl(i);
            case FLDCW -> loadControl(i);
            default -> {
                numeric(i);
                remember(i);
            }
        }
    }

    private void numeric(Instruction i) {
        switch (i.mnemonic) {
            case FADD, FMUL, FSUB, FSUBR, FDIV, FDIVR -> arithmetic(i);
            case FADDP, FMULP, FSUBP, FSUBRP, FDIVP, FDIVRP -> registers(i, i.rm & 7, 0, true);
            case FIADD, FIMUL, FISUB, FISUBR, FIDIV, FIDIVR -> integerOperand(ARITHMETIC, "withInteger", i, true);
            case FCOM -> compare(i, 0);
            case FCOMP -> compare(i, 1);
            case FCOMPP -> compareRegisters(1, false, 2);
            case FUCOM -> compareRegisters(i.rm & 7, true, 0);
            case FUCOMP -> compareRegisters(i.rm & 7, true, 1);
            case FUCOMPP -> compareRegisters(1, true, 2);
            case FICOM -> compareInteger(i, 0);
            case FICOMP -> compareInteger(i, 1);
            case FCOMI, FCOMIP, FUCOMI, FUCOMIP -> compareToFlags(i);
            case FILD -> integerOperand(TRANSFER, "loadInteger", i, false);
            case FLD -> load(i);
            case FST -> store(i, false);
            case FSTP -> store(i, true);
            case FIST -> storeInteger(i, false);
            case FISTP -> storeInteger(i, true);
            case FXCH -> onRegister(TRANSFER, "exchange", i.rm & 7);
            default -> withoutOperand(i);
        }
    }

    private void withoutOperand(Instruction i) {
        switch (i.mnemonic) {
            case FTST -> simple(COMPARE, "withZero");
            case FXAM -> simple(COMPARE, "examine");
            case FCHS -> simple(UNARY, "changeSign");
            case FABS -> simple(UNARY, "absolute");
            case FSQRT -> simple(UNARY, "squareRoot");
            case FRNDINT -> simple(UNARY, "roundToInteger");
            // The constants, in the order of their encodings.
            case FLD1, FLDL2T, FLDL2E, FLDPI, FLDLG2, FLDLN2, FLDZ -> onRegister(TRANSFER, "loadConstant", i.rm & 7);
            default -> throw new IllegalStateException("cannot be translated: " + i.mnemonic);
        }
    }

    private void fpu() {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "fpu", FPU_TYPE);
    }

    private void simple(String owner, String name) {
        fpu();
        code.call(owner, name, "(" + FPU_TYPE + ")V");
    }

    private void onRegister(String owner, String name, int number) {
        fpu();
        code.constant(number);
        code.call(owner, name, "(" + FPU_TYPE + "I)V");
    }

    /** FADD and its siblings, in the order of {@link X87Arithmetic}'s operations. */
    private static int operation(Mnemonic mnemonic) {
        return switch (mnemonic) {
            case FADD, FADDP, FIADD -> X87Arithmetic.ADD;
            case FMUL, FMULP, FIMUL -> X87Arithmetic.MUL;
            case FSUB, FSUBP, FISUB -> X87Arithmetic.SUB;
            case FSUBR, FSUBRP, FISUBR -> X87Arithmetic.SUBR;
            case FDIV, FDIVP, FIDIV -> X87Arithmetic.DIV;
            default -> X87Arithmetic.DIVR;
        };
    }

    private void arithmetic(Instruction i) {
        if (!i.isMemory) {
            boolean toTop = i.opcode == 0xd8;
            registers(i, toTop ? 0 : i.rm & 7, toTop ? i.rm & 7 : 0, false);
            return;
        }
        memory.resolve(i, i.operandSize, false);
        fpu();
        code.constant(operation(i.mnemonic));
        memory.load(i.operandSize);
        boolean single = i.operandSize == 4;
        code.call(ARITHMETIC, single ? "withSingle" : "withDouble", "(" + FPU_TYPE + "I" + (single ? "I" : "J") + ")V");
    }

    private void registers(Instruction i, int dest, int source, boolean pop) {
        fpu();
        code.constant(operation(i.mnemonic));
        code.constant(dest);
        code.constant(source);
        code.constant(pop ? 1 : 0);
        code.call(ARITHMETIC, "registers", "(" + FPU_TYPE + "IIIZ)V");
    }

    /** Calls a body with the integer in memory, after its operation where it takes one. */
    private void integerOperand(String owner, String name, Instruction i, boolean withOperation) {
        memory.resolve(i, i.operandSize, false);
        fpu();
        if (withOperation) {
            code.constant(operation(i.mnemonic));
        }
        integer(i);
        code.call(owner, name, "(" + FPU_TYPE + (withOperation ? "I" : "") + "J)V");
    }

    private void integer(Instruction i) {
        memory.load(i.operandSize);
        if (i.operandSize < 8) {
            code.signExtend(i.operandSize);
            code.op(I2L);
        }
    }

    private void compare(Instruction i, int pops) {
        if (!i.isMemory) {
            compareRegisters(i.rm & 7, false, pops);
            return;
        }
        memory.resolve(i, i.operandSize, false);
        fpu();
        memory.load(i.operandSize);
        code.constant(pops);
        boolean single = i.operandSize == 4;
        code.call(COMPARE, single ? "withSingle" : "withDouble", "(" + FPU_TYPE + (single ? "I" : "J") + "I)V");
    }

    private void compareInteger(Instruction i, int pops) {
        memory.resolve(i, i.operandSize, false);
        fpu();
        integer(i);
        code.constant(pops);
        code.call(COMPARE, "withInteger", "(" + FPU_TYPE + "JI)V");
    }

    private void compareRegisters(int source, boolean quiet, int pops) {
        fpu();
        code.constant(source);
        code.constant(quiet ? 1 : 0);
        code.constant(pops);
        code.call(COMPARE, "registers", "(" + FPU_TYPE + "IZI)V");
    }

    private void compareToFlags(Instruction i) {
        boolean quiet = i.mnemonic == Mnemonic.FUCOMI || i.mnemonic == Mnemonic.FUCOMIP;
        boolean pop = i.mnemonic == Mnemonic.FCOMIP || i.mnemonic == Mnemonic.FUCOMIP;
        fpu();
        code.constant(i.rm & 7);
        code.constant(quiet ? 1 : 0);
        code.constant(pop ? 1 : 0);
        code.call(COMPARE, "toFlags", "(" + FPU_TYPE + "IZZ)I");
        code.constant(CODES_SHIFT);
        code.op(IUSHR);
        code.constant(CODES_IN_FLAGS);
        code.op(IAND);
        flags.setBits();
    }

    private void load(Instruction i) {
        if (!i.isMemory) {
            onRegister(TRANSFER, "loadRegister", i.rm & 7);
            return;
        }
        memory.resolve(i, i.operandSize, false);
        fpu();
        memory.load(i.operandSize);
        boolean single = i.operandSize == 4;
        code.call(TRANSFER, single ? "loadSingle" : "loadDouble", "(" + FPU_TYPE + (single ? "I" : "J") + ")V");
    }

    private void store(Instruction i, boolean pop) {
        if (!i.isMemory) {
            fpu();
            code.constant(i.rm & 7);
            code.constant(pop ? 1 : 0);
            code.call(TRANSFER, "storeRegister", "(" + FPU_TYPE + "IZ)V");
            return;
        }
        memory.resolve(i, i.operandSize, true);
        fpu();
        code.call(TRANSFER, i.operandSize == 4 ? "storeSingle" : "storeDouble", "(" + FPU_TYPE + ")Z");
        finishStore(i, pop);
    }

    private void storeInteger(Instruction i, boolean pop) {
        memory.resolve(i, i.operandSize, true);
        fpu();
        code.constant(i.operandSize);
        code.op(ICONST_0);
        code.call(TRANSFER, "storeInteger", "(" + FPU_TYPE + "IZ)Z");
        finishStore(i, pop);
    }

    /** Pops whether there is something to store. */
    private void finishStore(Instruction i, boolean pop) {
        Label prevented = new Label();
        code.jump(IFEQ, prevented);
        memory.store(
                () -> {
                    fpu();
                    code.mv.visitFieldInsn(GETFIELD, FPU, "stored", "J");
                    if (i.operandSize < 8) {
                        code.op(L2I);
                    }
                },
                i.operandSize);
        if (pop) {
            fpu();
            code.mv.visitMethodInsn(INVOKEVIRTUAL, FPU, "pop", "()V", false);
        }
        code.label(prevented);
    }

    private void storeStatus() {
        fpu();
        code.mv.visitMethodInsn(INVOKEVIRTUAL, FPU, "statusWord", "()I", false);
        code.setRegister(0, 2);
    }

    private void storeControl(Instruction i) {
        memory.resolve(i, 2, true);
        memory.store(
                () -> {
                    fpu();
                    code.mv.visitFieldInsn(GETFIELD, FPU, "control", "I");
                },
                2);
    }

    private void loadControl(Instruction i) {
        memory.resolve(i, 2, false);
        fpu();
        memory.load(2);
        code.mv.visitMethodInsn(INVOKEVIRTUAL, FPU, "setControl", "(I)V", false);
    }

    private void remember(Instruction i) {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.rip(code.offset);
        code.toLong(code.word);
        code.constant(X87Gate.pointerOpcode(i));
        code.call(GATE, "remember", "(" + STATE_TYPE + "JI)V");
        if (i.isMemory) {
            code.mv.visitVarInsn(ALOAD, Locals.STATE);
            code.constant(i.segment);
            memory.offset(i);
            code.toLong(code.word);
            code.call(GATE, "rememberOperand", "(" + STATE_TYPE + "IJ)V");
        }
    }
}
