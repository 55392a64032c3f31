package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.ring0.core.cpu.state.ControlBits;

/**
 * RDTSC and RDTSCP. Regions count the cycles that are left of a slice, so that the time of each instruction is known inside them: loops
 * that wait by the time stamp stay loops.
 */
final class TimeEmitter {
    private static final int EAX = 0;
    private static final int ECX = 1;
    private static final int EDX = 2;
    private static final String MSR = "org/ring0/core/cpu/state/ModelSpecificRegisters";

    private final Code code;

    TimeEmitter(Code code) {
        this.code = code;
    }

    void readTimeStamp() {
        if (code.mode.cpl() != 0) {
            missIfDisabled();
        }
        state("cycleLimit", "J");
        code.load(Locals.REMAINING);
        code.constant(code.cyclesLeft);
        code.op(IADD);
        code.op(I2L);
        code.op(LSUB);
        state("msr", "L" + MSR + ";");
        code.mv.visitFieldInsn(GETFIELD, MSR, "tscOffset", "J");
        code.op(LADD);
        code.store(Locals.ADDRESS);
        code.load(Locals.ADDRESS);
        code.op(L2I);
        code.setRegister(EAX, 4);
        code.load(Locals.ADDRESS);
        code.constant(Integer.SIZE);
        code.op(LUSHR);
        code.op(L2I);
        code.setRegister(EDX, 4);
    }

    /** As RDTSC, and what IA32_TSC_AUX says of the processor goes to ECX. */
    void readTimeStampAndProcessor() {
        readTimeStamp();
        state("msr", "L" + MSR + ";");
        code.mv.visitFieldInsn(GETFIELD, MSR, "tscAux", "J");
        code.op(L2I);
        code.setRegister(ECX, 4);
    }

    /** CR4.TSD keeps it from all but CPL 0. */
    private void missIfDisabled() {
        state("cr4", "J");
        code.op(L2I);
        code.constant((int) ControlBits.CR4_TSD);
        code.op(IAND);
        code.jump(IFNE, code.miss());
    }

    private void state(String field, String descriptor) {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, field, descriptor);
    }
}
