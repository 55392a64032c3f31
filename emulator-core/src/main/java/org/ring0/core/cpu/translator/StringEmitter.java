package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Segment;

/**
 * Single string instructions, and the direction flag, which stays in the state. Repeated ones leave the region: the
 * interpreter does them a page at a time.
 */
final class StringEmitter {
    private static final int EAX = 0;
    private static final int ESI = 6;
    private static final int EDI = 7;

    private final Code code;
    private final MemoryEmitter memory;
    private final FlagEmitter flags;

    StringEmitter(Code code, MemoryEmitter memory, FlagEmitter flags) {
        this.code = code;
        this.memory = memory;
        this.flags = flags;
    }

    static boolean knows(Instruction i) {
        return !i.rep && !i.repne && i.mnemonic != Mnemonic.INS && i.mnemonic != Mnemonic.OUTS;
    }

    /** Registers and flags change after the last check. */
    void string(Instruction i) {
        switch (i.mnemonic) {
            case MOVS -> {
                load(i, i.segment, ESI, Locals.A);
                store(i);
                advance(i, true, true);
            }
            case STOS -> {
                code.register(EAX, i.operandSize);
                code.store(Locals.A, i.operandSize);
                store(i);
                advance(i, false, true);
            }
            case LODS -> {
                load(i, i.segment, ESI, Locals.A);
                code.load(Locals.A, i.operandSize);
                code.setRegister(EAX, i.operandSize);
                advance(i, true, false);
            }
            case CMPS -> {
                load(i, i.segment, ESI, Locals.A);
                load(i, Segment.ES, EDI, Locals.B);
                advance(i, true, true);
                compare(i);
            }
            case SCAS -> {
                load(i, Segment.ES, EDI, Locals.B);
                code.register(EAX, i.operandSize);
                code.store(Locals.A, i.operandSize);
                advance(i, false, true);
                compare(i);
            }
            default -> throw new IllegalStateException("cannot be translated: " + i.mnemonic);
        }
    }

    private void load(Instruction i, int segment, int register, int local) {
        code.register(register, i.addressSize);
        code.toWord(i.addressSize);
        memory.resolve(segment, i.operandSize, false);
        memory.load(i.operandSize);
        code.store(local, i.operandSize);
    }

    /** Stores A. */
    private void store(Instruction i) {
        code.register(EDI, i.addressSize);
        code.toWord(i.addressSize);
        memory.resolve(Segment.ES, i.operandSize, true);
        memory.store(Locals.A, i.operandSize);
    }

    /** Flags of A minus B. */
    private void compare(Instruction i) {
        code.load(Locals.A, i.operandSize);
        code.load(Locals.B, i.operandSize);
        code.op(ISUB, i.operandSize);
        code.truncate(i.operandSize);
        code.store(Locals.C, i.operandSize);
        flags.record(FlagKind.SUB, i.operandSize, Locals.C, Locals.A, Locals.B);
    }

    private void advance(Instruction i, boolean source, boolean destination) {
        // DF, brought to the place of twice the size: size - 0 or size - 2 * size.
        int twice = 2 * i.operandSize;
        code.constant(i.operandSize);
        systemFlags();
        code.constant(Integer.numberOfTrailingZeros(Eflags.DF) - Integer.numberOfTrailingZeros(twice));
        code.op(IUSHR);
        code.constant(twice);
        code.op(IAND);
        code.op(ISUB);
        code.store(Locals.D);
        if (source) {
            add(i, ESI);
        }
        if (destination) {
            add(i, EDI);
        }
    }

    /** Adds D. */
    private void add(Instruction i, int register) {
        code.register(register, i.addressSize);
        code.load(Locals.D);
        if (i.addressSize == 8) {
            code.op(I2L);
        }
        code.op(IADD, i.addressSize);
        code.setRegister(register, i.addressSize);
    }

    private void systemFlags() {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "systemFlags", "I");
    }

    /** CLD and STD. */
    void setDirection(boolean down) {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        systemFlags();
        code.constant(down ? Eflags.DF : ~Eflags.DF);
        code.op(down ? IOR : IAND);
        code.mv.visitFieldInsn(PUTFIELD, Code.STATE_OWNER, "systemFlags", "I");
    }
}
