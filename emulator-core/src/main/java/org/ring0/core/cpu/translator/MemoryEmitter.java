package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.mmu.Tlb;
import org.ring0.core.cpu.state.Segment;

/**
 * Memory accesses: the fast path is inline, a miss leaves the region before the instruction. {@link #resolve} makes every
 * check; the loads and stores behind it cannot fail.
 */
final class MemoryEmitter {
    private static final String SEGMENT = "org/ring0/core/cpu/state/Segment";
    private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";

    private final Code code;

    MemoryEmitter(Code code) {
        this.code = code;
    }

    /** Pushes the offset of the instruction's memory operand. */
    void offset(Instruction i) {
        boolean any = false;
        if (i.base != Instruction.NONE) {
            code.register(i.base, 4);
            any = true;
        }
        if (i.index != Instruction.NONE) {
            code.register(i.index, 4);
            if (i.scale > 0) {
                code.constant(i.scale);
                code.op(ISHL);
            }
            if (any) {
                code.op(IADD);
            }
            any = true;
        }
        if (i.displacement != 0 || !any) {
            code.constant((int) i.displacement);
            if (any) {
                code.op(IADD);
            }
        }
        if (i.addressSize == 2) {
            code.truncate(2);
        }
    }

    /** Checks an access of the instruction's memory operand; afterwards ADDRESS holds where it is. */
    void resolve(Instruction i, int size, boolean write) {
        offset(i);
        resolve(i.segment, size, write);
    }

    /** Pops an offset, checks an access there; afterwards ADDRESS holds where it is. */
    void resolve(int segment, int size, boolean write) {
        boolean flat = code.mode.isFlat() && segment != Segment.FS && segment != Segment.GS && !(segment == Segment.CS);
        if (!flat) {
            segmented(segment, size, write);
        }
        code.store(Locals.LINEAR);
        code.load(Locals.LINEAR);
        code.constant(12);
        code.op(IUSHR);
        code.constant(Tlb.INDEX_MASK);
        code.op(IAND);
        code.store(Locals.SLOT);
        code.staticField(write ? RegionClass.WRITE_TAG : RegionClass.READ_TAG, "[J");
        code.load(Locals.SLOT);
        code.op(LALOAD);
        code.load(Locals.LINEAR);
        code.zeroExtend();
        if (size > 1) {
            code.mv.visitLdcInsn((long) size - 1);
            code.op(LADD);
        }
        code.mv.visitLdcInsn(Tlb.PAGE_MASK);
        code.op(LAND);
        code.op(LCMP);
        code.jump(IFNE, code.miss());
        code.staticField(RegionClass.ADDEND, "[J");
        code.load(Locals.SLOT);
        code.op(LALOAD);
        code.load(Locals.LINEAR);
        code.zeroExtend();
        code.op(LADD);
        code.staticField(RegionClass.ADDRESS_BITS, "J");
        code.op(LAND);
        code.mv.visitVarInsn(LSTORE, Locals.ADDRESS);
    }

    /** Turns the offset on the stack into a linear address, through a segment that is not known to be flat. */
    private void segmented(int segment, int size, boolean write) {
        code.store(Locals.LINEAR);
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "segment", "[L" + SEGMENT + ";");
        code.constant(segment);
        code.op(AALOAD);
        code.load(Locals.LINEAR);
        code.constant(size);
        code.call(Code.MEMORY_OWNER, write ? "linearForWrite" : "linearForRead", "(L" + SEGMENT + ";II)J");
        code.mv.visitVarInsn(LSTORE, Locals.ADDRESS);
        code.mv.visitVarInsn(LLOAD, Locals.ADDRESS);
        code.op(LCONST_0);
        code.op(LCMP);
        code.jump(IFLT, code.miss());
        code.mv.visitVarInsn(LLOAD, Locals.ADDRESS);
        code.op(L2I);
    }

    /** Pushes what is at ADDRESS, zero-extended; 8 bytes as a long. */
    void load(int size) {
        access(size);
        code.mv.visitMethodInsn(INVOKEVIRTUAL, VAR_HANDLE, "get", "(" + Code.SEGMENT_MEMORY + "J)" + type(size), false);
        code.truncate(size);
    }

    /** Stores a local to ADDRESS. */
    void store(int local, int size) {
        store(() -> code.load(local), size);
    }

    /** Stores to ADDRESS what {@code value} pushes: a long for 8 bytes, otherwise an int. */
    void store(Runnable value, int size) {
        access(size);
        value.run();
        if (size == 1) {
            code.op(I2B);
        } else if (size == 2) {
            code.op(I2S);
        }
        String descriptor = "(" + Code.SEGMENT_MEMORY + "J" + type(size) + ")V";
        code.mv.visitMethodInsn(INVOKEVIRTUAL, VAR_HANDLE, "set", descriptor, false);
    }

    /**
     * Pushes the VarHandle for a width, the memory and the address. A VarHandle and no call of a method of ours: HotSpot
     * inlines its accesses by force, however large the region is, where it gives up on anything else.
     */
    private void access(int size) {
        code.staticField(RegionClass.layout(size), "L" + VAR_HANDLE + ";");
        code.staticField(RegionClass.MEMORY, Code.SEGMENT_MEMORY);
        code.mv.visitVarInsn(LLOAD, Locals.ADDRESS);
    }

    private static String type(int size) {
        return switch (size) {
            case 1 -> "B";
            case 2 -> "S";
            case 4 -> "I";
            default -> "J";
        };
    }
}
