package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;

/** Multiplication and division of 4 and 8 bytes into and out of RDX:RAX, and what else works on fixed registers or single flags. */
final class WideEmitter {
    private static final int EAX = 0;
    private static final int EDX = 2;

    private final Code code;
    private final OperandEmitter operands;
    private final FlagEmitter flags;

    WideEmitter(Code code, OperandEmitter operands, FlagEmitter flags) {
        this.code = code;
        this.operands = operands;
        this.flags = flags;
    }

    /** Pushes A, B, C or D, which holds 4 bytes, as a long. */
    private void extended(int local, boolean signed) {
        code.load(local);
        if (signed) {
            code.op(I2L);
        } else {
            code.zeroExtend();
        }
    }

    void multiply(Instruction i) {
        boolean signed = i.mnemonic == Mnemonic.IMUL_WIDE;
        int size = i.operandSize;
        operands.destination(i, Locals.A);
        code.register(EAX, size);
        code.store(Locals.B, size);
        if (size == 8) {
            product128(signed);
        } else {
            product64(signed);
        }
        code.load(Locals.C, size);
        code.setRegister(EAX, size);
        code.load(Locals.D, size);
        code.setRegister(EDX, size);
        // CF and OF: the upper half is more than the lower half's extension.
        code.load(Locals.D, size);
        if (signed) {
            code.load(Locals.C, size);
            code.constant(8 * size - 1);
            code.op(ISHR, size);
            code.op(IXOR, size);
        }
        if (size == 8) {
            code.op(LCONST_0);
            code.op(LCMP);
        }
        Label fits = new Label();
        code.store(Locals.D);
        code.load(Locals.D);
        code.jump(IFEQ, fits);
        code.constant(Eflags.CF | Eflags.OF);
        code.store(Locals.D);
        code.label(fits);
        flags.record(FlagKind.RESULT, size, Locals.C, FlagEmitter.NONE, Locals.D);
    }

    /** A times B: the lower half to C, the upper to D. */
    private void product64(boolean signed) {
        extended(Locals.A, signed);
        extended(Locals.B, signed);
        code.op(LMUL);
        code.store(Locals.ADDRESS);
        code.load(Locals.ADDRESS);
        code.op(L2I);
        code.store(Locals.C);
        code.load(Locals.ADDRESS);
        code.constant(32);
        code.op(LUSHR);
        code.op(L2I);
        code.store(Locals.D);
    }

    private void product128(boolean signed) {
        code.load(Locals.A, 8);
        code.load(Locals.B, 8);
        code.op(LMUL);
        code.store(Locals.C, 8);
        code.load(Locals.A, 8);
        code.load(Locals.B, 8);
        code.call("java/lang/Math", signed ? "multiplyHigh" : "unsignedMultiplyHigh", "(JJ)J");
        code.store(Locals.D, 8);
    }

    void divide(Instruction i) {
        boolean signed = i.mnemonic == Mnemonic.IDIV;
        operands.destination(i, Locals.A);
        code.load(Locals.A, i.operandSize);
        code.jump(IFEQ, i.operandSize, code.miss());
        if (i.operandSize == 8) {
            divide128(signed);
        } else {
            divide64(signed);
        }
    }

    /** Divides what RAX holds and RDX extends by A; more than that is the interpreter's, as #DE is. */
    private void divide128(boolean signed) {
        code.register(EDX, 8);
        if (signed) {
            code.register(EAX, 8);
            code.constant(63);
            code.op(LSHR);
            code.op(LCMP);
            code.jump(IFNE, code.miss());
            code.register(EAX, 8);
            code.constant(Long.MIN_VALUE, 8);
            code.op(LCMP);
            code.jump(IFEQ, code.miss());
        } else {
            code.jump(IFNE, 8, code.miss());
        }
        code.register(EAX, 8);
        code.load(Locals.A, 8);
        ratio(signed ? LDIV : -1, "divideUnsigned");
        code.store(Locals.C, 8);
        code.register(EAX, 8);
        code.load(Locals.A, 8);
        ratio(signed ? LREM : -1, "remainderUnsigned");
        code.setRegister(EDX, 8);
        code.load(Locals.C, 8);
        code.setRegister(EAX, 8);
    }

    private void divide64(boolean signed) {
        if (!signed) {
            // The quotient does not fit: #DE is the interpreter's to raise.
            code.register(EDX, 4);
            code.load(Locals.A);
            code.compareUnsigned(4);
            code.jump(IFGE, code.miss());
        }
        dividend();
        extended(Locals.A, signed);
        ratio(signed ? LDIV : -1, "divideUnsigned");
        if (signed) {
            code.store(Locals.ADDRESS);
            code.load(Locals.ADDRESS);
            code.op(L2I);
            code.op(I2L);
            code.load(Locals.ADDRESS);
            code.op(LCMP);
            code.jump(IFNE, code.miss());
            code.load(Locals.ADDRESS);
        }
        code.op(L2I);
        code.store(Locals.C);
        dividend();
        extended(Locals.A, signed);
        ratio(signed ? LREM : -1, "remainderUnsigned");
        code.op(L2I);
        code.setRegister(EDX, 4);
        code.load(Locals.C);
        code.setRegister(EAX, 4);
    }

    private void dividend() {
        code.register(EDX, 4);
        code.op(I2L);
        code.constant(32);
        code.op(LSHL);
        code.register(EAX, 4);
        code.zeroExtend();
        code.op(LOR);
    }

    private void ratio(int opcode, String unsigned) {
        if (opcode < 0) {
            code.call("java/lang/Long", unsigned, "(JJ)J");
        } else {
            code.op(opcode);
        }
    }

    void signOfAccumulator(Instruction i) {
        code.register(EAX, i.operandSize);
        code.signExtend(i.operandSize);
        code.constant(i.operandSize == 8 ? 63 : 31);
        code.op(ISHR, i.operandSize);
        code.setRegister(EDX, i.operandSize);
    }

    void byteSwap(Instruction i) {
        boolean wide = i.operandSize == 8;
        code.register(i.destinationRegister, i.operandSize);
        code.call(wide ? "java/lang/Long" : "java/lang/Integer", "reverseBytes", wide ? "(J)J" : "(I)I");
        code.setRegister(i.destinationRegister, i.operandSize);
    }

    void setCarry(Instruction i) {
        flags.bits();
        if (i.mnemonic == Mnemonic.CMC) {
            code.constant(Eflags.CF);
            code.op(IXOR);
        } else {
            code.constant(~Eflags.CF);
            code.op(IAND);
            code.constant(i.mnemonic == Mnemonic.STC ? Eflags.CF : 0);
            code.op(IOR);
        }
        flags.setBits();
    }
}
