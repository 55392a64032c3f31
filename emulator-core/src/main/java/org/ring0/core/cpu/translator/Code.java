package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.state.CpuMode;

/**
 * The method that a region becomes, while it is being written: constants, locals, labels with their frames, and the stubs by
 * which an instruction leaves. At every label and jump the operand stack is empty.
 *
 * <p>A value of {@code size} bytes is an int, zero-extended, or a long if the size is 8. A word (see {@link Locals}) is what
 * registers, RIP and linear addresses are kept in.
 */
final class Code {
    static final String MEMORY_OWNER = "org/ring0/core/cpu/translator/GuestMemory";
    static final String STATE_OWNER = "org/ring0/core/cpu/state/CpuState";
    static final String SEGMENT_MEMORY = "Ljava/lang/foreign/MemorySegment;";

    final MethodVisitor mv;
    final CpuMode mode;
    /** The class that is being written, whose static fields hold the machine's arrays. */
    final String owner;

    final Effort effort;
    final GeneralRegisters registers;
    /** The XMM registers that the region has. */
    final XmmRegisters xmm;
    /** The size of a word: 8 in 64-bit code, otherwise 4. */
    final int word;

    private final Object[] frame;
    private final List<Stub> stubs = new ArrayList<>();
    private Stub miss;
    /** Whether line numbers say where the code of an instruction begins: its offset. */
    boolean marked;
    /** Whether memory is reached by the JDK's Unsafe: see {@link MemoryAccess#DIRECT}. */
    boolean direct;

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

    Code(MethodVisitor mv, CpuMode mode, String owner, Effort effort, XmmRegisters xmm) {
        this.mv = mv;
        this.mode = mode;
        this.owner = owner;
        this.effort = effort;
        registers = GeneralRegisters.of(effort);
        this.xmm = xmm;
        word = mode.is64Bit() ? 8 : 4;
        frame = frame();
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

    void label(Label label) {
        mv.visitLabel(label);
        mv.visitFrame(F_NEW, frame.length, frame, 0, null);
    }

    private Object[] frame() {
        List<Object> types = new ArrayList<>(List.of(owner, STATE_OWNER));
        for (int local = Locals.GPR; local < Locals.COUNT; local++) {
            Object type = local < Locals.FLAG_KIND ? registers.type(local, word) : Locals.type(local, word);
            types.add(type);
            // A long takes two locals, but one entry of a frame.
            local += type == LONG ? 1 : 0;
        }
        xmm.addTypes(types);
        return types.toArray();
    }

    // ------------------------------------------------------------------------------------------------ constants

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

    /** Pushes a value of {@code size} bytes. */
    void constant(long value, int size) {
        if (size < 8) {
            constant((int) value);
        } else if (value == 0 || value == 1) {
            op(value == 0 ? LCONST_0 : LCONST_1);
        } else {
            mv.visitLdcInsn(value);
        }
    }

    // ------------------------------------------------------------------------------------------------ locals

    /** Pushes a local as what it is in every frame. */
    void load(int local) {
        mv.visitVarInsn(Locals.type(local, word) == LONG ? LLOAD : ILOAD, local);
    }

    /** Pops into a local what that is in every frame. */
    void store(int local) {
        mv.visitVarInsn(Locals.type(local, word) == LONG ? LSTORE : ISTORE, local);
    }

    /** Pushes the value of {@code size} bytes that A, B, C or D holds. */
    void load(int temporary, int size) {
        load(Locals.temporary(temporary, size));
    }

    /** Pops a value of {@code size} bytes into A, B, C or D. */
    void store(int temporary, int size) {
        store(Locals.temporary(temporary, size));
    }

    // ------------------------------------------------------------------------------------------------ arithmetic

    void op(int opcode) {
        mv.visitInsn(opcode);
    }

    /** The int instruction, or its like for longs, on values of {@code size} bytes. */
    void op(int opcode, int size) {
        op(size == 8 ? Type.LONG_TYPE.getOpcode(opcode) : opcode);
    }

    /** Zero-extends the int on the stack to a long. */
    void zeroExtend() {
        op(I2L);
        mv.visitLdcInsn(0xffff_ffffL);
        op(LAND);
    }

    /** Makes a long of a value of {@code size} bytes. */
    void toLong(int size) {
        if (size < 8) {
            zeroExtend();
        }
    }

    /** Makes a word of a value of {@code size} bytes. */
    void toWord(int size) {
        if (word == 8) {
            toLong(size);
        }
    }

    /** Makes an int of the low bits of a value of {@code size} bytes. */
    void toInt(int size) {
        if (size == 8) {
            op(L2I);
        }
    }

    /** Makes a word of a signed int. */
    void intToWord() {
        if (word == 8) {
            op(I2L);
        }
    }

    /** Makes a value of {@code size} bytes, but for the bits above that an int has, of a long. */
    void fromLong(int size) {
        if (size < 8) {
            op(L2I);
        }
    }

    /** Makes a value of {@code size} bytes of a word, but for the bits above that an int has. */
    void fromWord(int size) {
        if (word == 8 && size < 8) {
            op(L2I);
        }
    }

    /** Truncates the int on the stack to {@code size} bytes, zero-extended; 4 and 8 are what they are. */
    void truncate(int size) {
        if (size < 4) {
            constant(size == 1 ? 0xff : 0xffff);
            op(IAND);
        }
    }

    /** Sign-extends the int on the stack from {@code size} bytes; 4 and 8 are what they are. */
    void signExtend(int size) {
        if (size < 4) {
            op(size == 1 ? I2B : I2S);
        }
    }

    /** Makes the top bit of a value of {@code size} bytes, which may have other bits above, bit 0 of an int. */
    void topBit(int size) {
        constant(8 * size - 1);
        op(IUSHR, size);
        toInt(size);
    }

    /** Makes of two values a negative int, zero or a positive one. */
    void compareUnsigned(int size) {
        if (size == 8) {
            call("java/lang/Long", "compareUnsigned", "(JJ)I");
        } else {
            call("java/lang/Integer", "compareUnsigned", "(II)I");
        }
    }

    // ------------------------------------------------------------------------------------------------ transfers

    void jump(int opcode, Label label) {
        mv.visitJumpInsn(opcode, label);
    }

    /** Jumps if the value of {@code size} bytes on the stack compares with zero as {@code opcode}, IFEQ and the like, says. */
    void jump(int opcode, int size, Label label) {
        if (size == 8) {
            op(LCONST_0);
            op(LCMP);
        }
        jump(opcode, label);
    }

    void call(String owner, String name, String descriptor) {
        mv.visitMethodInsn(INVOKESTATIC, owner, name, descriptor, false);
    }

    void staticField(String name, String descriptor) {
        mv.visitFieldInsn(GETSTATIC, owner, name, descriptor);
    }

    // ------------------------------------------------------------------------------------------------ the guest's
    // registers

    /** Pushes RIP at an offset from the start of the page, as a word. */
    void rip(int at) {
        load(Locals.RIP_BASE);
        constant(at, word);
        op(IADD, word);
    }

    /** Pushes a general register, zero-extended from {@code size} bytes. */
    void register(int number, int size) {
        registers.push(this, size == 1 ? lowOf(number) : number, size);
        if (size == 1 && number >= Instruction.HIGH_BYTE) {
            constant(8);
            op(IUSHR);
        }
        truncate(size);
    }

    /** Pops the low {@code size} bytes into a general register; 4 bytes clear the upper half of 8 (SDM Vol. 1, 3.4.1.1). */
    void setRegister(int number, int size) {
        int full = size == 1 ? lowOf(number) : number;
        if (size < 4) {
            boolean high = size == 1 && number >= Instruction.HIGH_BYTE;
            int mask = size == 2 ? 0xffff : 0xff;
            constant(mask);
            op(IAND);
            if (high) {
                constant(8);
                op(ISHL);
            }
            intToWord();
            registers.push(this, full, word);
            constant(~(high ? mask << 8 : mask), word);
            op(IAND, word);
            op(IOR, word);
        } else {
            toWord(size);
        }
        registers.pop(this, full);
    }

    private static int lowOf(int number) {
        return number >= Instruction.HIGH_BYTE ? number - Instruction.HIGH_BYTE : number;
    }
}
