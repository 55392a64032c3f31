package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.state.CpuMode;

/**
 * The method that a region becomes, while it is being written: constants, locals, labels with their frames, and the stubs by
 * which an instruction leaves. At every label and jump the operand stack is empty.
 */
final class Code {
    static final String MEMORY_OWNER = "org/ring0/core/cpu/translator/GuestMemory";
    static final String STATE_OWNER = "org/ring0/core/cpu/state/CpuState";
    static final String SEGMENT_MEMORY = "Ljava/lang/foreign/MemorySegment;";

    final MethodVisitor mv;
    final CpuMode mode;
    /** The class that is being written, whose static fields hold the machine's arrays. */
    final String owner;
    /** Registers that some instruction writes: the others need not be written back. */
    final boolean[] registerWritten = new boolean[8];

    private final List<Stub> stubs = new ArrayList<>();
    private Stub miss;
    /** Whether line numbers say where the code of an instruction begins: its offset. */
    boolean marked;

    /** The present instruction. */
    Instruction instruction;
    /** Its offset from the start of the entry's page, and how many of its block's cycles have not been used when it begins. */
    int offset;

    int cyclesLeft;

    /** A way out: where RIP is then, how many cycles of the block are given back, and how the exit is to be taken. */
    record Stub(Label label, int offset, int giveBack, int kind, boolean overlaid, int derived) {}

    /** Whether CF and OF are in OVERLAY; {@code FlagEmitter} keeps it. */
    boolean overlaid;
    /** The flags' kind if their result is not in its local, since destination and source tell it; {@code FlagEmitter} keeps it. */
    int derived = FlagEmitter.UNKNOWN;

    Code(MethodVisitor mv, CpuMode mode, String owner) {
        this.mv = mv;
        this.mode = mode;
        this.owner = owner;
    }

    void begin(Instruction i, int at, int left) {
        instruction = i;
        offset = at;
        cyclesLeft = left;
        miss = null;
        if (marked) {
            Label here = new Label();
            mv.visitLabel(here);
            mv.visitLineNumber(at, here);
        }
    }

    List<Stub> stubs() {
        return stubs;
    }

    /** The stub that leaves before the present instruction, to have it interpreted. */
    Label miss() {
        if (miss == null) {
            miss = new Stub(new Label(), offset, cyclesLeft, Region.INTERPRET, overlaid, derived);
            stubs.add(miss);
        }
        return miss.label();
    }

    /** A stub that goes on at {@code target}, an offset like those, after {@code giveBack} unused cycles. */
    Label exit(int target, int giveBack, int kind) {
        Stub stub = new Stub(new Label(), target, giveBack, kind, overlaid, derived);
        stubs.add(stub);
        return stub.label();
    }

    void constant(int value) {
        if (value >= -1 && value <= 5) {
            mv.visitInsn(ICONST_0 + value);
        } else if (value == (byte) value) {
            mv.visitIntInsn(BIPUSH, value);
        } else if (value == (short) value) {
            mv.visitIntInsn(SIPUSH, value);
        } else {
            mv.visitLdcInsn(value);
        }
    }

    void op(int opcode) {
        mv.visitInsn(opcode);
    }

    void load(int local) {
        mv.visitVarInsn(ILOAD, local);
    }

    void store(int local) {
        mv.visitVarInsn(ISTORE, local);
    }

    void jump(int opcode, Label label) {
        mv.visitJumpInsn(opcode, label);
    }

    private static final Object[] FRAME = frame();

    private static Object[] frame() {
        // A long takes two locals, but one entry of a frame.
        Object[] frame = new Object[Locals.COUNT - 1];
        java.util.Arrays.fill(frame, INTEGER);
        frame[Locals.STATE] = STATE_OWNER;
        frame[Locals.ADDRESS] = LONG;
        return frame;
    }

    void label(Label label) {
        mv.visitLabel(label);
        Object[] frame = FRAME.clone();
        frame[Locals.THIS] = owner;
        mv.visitFrame(F_NEW, frame.length, frame, 0, null);
    }

    /** Zero-extends the int on the stack to a long. */
    void zeroExtend() {
        op(I2L);
        mv.visitLdcInsn(0xffff_ffffL);
        op(LAND);
    }

    void call(String owner, String name, String descriptor) {
        mv.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
    }

    void staticField(String name, String descriptor) {
        mv.visitFieldInsn(GETSTATIC, owner, name, descriptor);
    }

    /** Pushes a general register, zero-extended from {@code size} bytes. */
    void register(int number, int size) {
        int full = size == 1 ? lowOf(number) : number;
        load(Locals.GPR + full);
        if (size == 1) {
            if (number >= Instruction.HIGH_BYTE) {
                constant(8);
                op(IUSHR);
            }
            constant(0xff);
            op(IAND);
        } else if (size == 2) {
            constant(0xffff);
            op(IAND);
        }
    }

    /** Pops the low {@code size} bytes into a general register. */
    void setRegister(int number, int size) {
        int full = size == 1 ? lowOf(number) : number;
        registerWritten[full] = true;
        if (size != 4) {
            boolean high = size == 1 && number >= Instruction.HIGH_BYTE;
            int mask = size == 2 ? 0xffff : 0xff;
            constant(mask);
            op(IAND);
            if (high) {
                constant(8);
                op(ISHL);
            }
            load(Locals.GPR + full);
            constant(~(high ? mask << 8 : mask));
            op(IAND);
            op(IOR);
        }
        store(Locals.GPR + full);
    }

    private static int lowOf(int number) {
        return number >= Instruction.HIGH_BYTE ? number - Instruction.HIGH_BYTE : number;
    }

    /** Truncates the int on the stack to {@code size} bytes, zero-extended. */
    void truncate(int size) {
        if (size < 4) {
            constant(size == 1 ? 0xff : 0xffff);
            op(IAND);
        }
    }

    /** Sign-extends the int on the stack from {@code size} bytes. */
    void signExtend(int size) {
        if (size < 4) {
            op(size == 1 ? I2B : I2S);
        }
    }
}
