package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.mmu.Tlb;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.state.Segment;

/**
 * Memory accesses: the fast path is inline, a miss leaves the region before the instruction. {@link #resolve} makes every
 * check; the loads and stores behind it cannot fail.
 */
final class MemoryEmitter {
    private static final String SEGMENT = "org/ring0/core/cpu/state/Segment";
    private static final String VAR_HANDLE = "java/lang/invoke/VarHandle";
    static final String UNSAFE = "jdk/internal/misc/Unsafe";

    private final Code code;

    MemoryEmitter(Code code) {
        this.code = code;
    }

    /** Pushes the offset of the instruction's memory operand, a word. */
    void offset(Instruction i) {
        boolean any = false;
        if (i.base != Instruction.NONE) {
            code.register(i.base, code.word);
            any = true;
        }
        if (i.index != Instruction.NONE) {
            code.register(i.index, code.word);
            if (i.scale > 0) {
                code.constant(i.scale);
                code.op(ISHL, code.word);
            }
            if (any) {
                code.op(IADD, code.word);
            }
            any = true;
        }
        if (i.ripRelative) {
            code.rip(code.offset + i.length + (int) i.displacement);
        } else if (i.displacement != 0 || !any) {
            code.constant(i.displacement, code.word);
            if (any) {
                code.op(IADD, code.word);
            }
        }
        truncate(i);
    }

    /** Truncates an offset to the instruction's address size. */
    void truncate(Instruction i) {
        if (i.addressSize < code.word) {
            code.fromWord(i.addressSize);
            code.truncate(i.addressSize);
            code.toWord(i.addressSize);
        }
    }

    /** Checks an access of the instruction's memory operand; afterwards ADDRESS holds where it is. */
    void resolve(Instruction i, int size, boolean write) {
        offset(i);
        resolve(i.segment, size, write);
    }

    /** Pops an offset, a word, checks an access there; afterwards ADDRESS holds where it is. */
    void resolve(int segment, int size, boolean write) {
        linear(segment, size, write);
        place(size, write);
    }

    /** Pushes what the instruction's memory operand holds, zero-extended; 8 bytes as a long. */
    void read(Instruction i, int size) {
        offset(i);
        read(i.segment, size);
    }

    /** Pops an offset, a word, and pushes what is there. */
    void read(int segment, int size) {
        linear(segment, size, false);
        if (code.effort == Effort.THOROUGH) {
            place(size, false);
            load(size);
            return;
        }
        called();
        code.mv.visitMethodInsn(INVOKEVIRTUAL, QuickMemory.NAME, "read" + size, "(J)J", false);
        code.store(Locals.ADDRESS);
        code.load(Locals.ADDRESS);
        code.mv.visitLdcInsn(QuickMemory.MISS);
        code.op(LCMP);
        code.jump(IFEQ, code.miss());
        code.load(Locals.ADDRESS);
        code.fromLong(size);
    }

    /** Pops an offset, a word, and stores A, B, C or D there. */
    void write(int segment, int temporary, int size) {
        linear(segment, size, true);
        if (code.effort == Effort.THOROUGH) {
            place(size, true);
            store(temporary, size);
            return;
        }
        called();
        code.load(temporary, size);
        String descriptor = size == 8 ? "(JJ)Z" : "(JI)Z";
        code.mv.visitMethodInsn(INVOKEVIRTUAL, QuickMemory.NAME, "write" + size, descriptor, false);
        code.jump(IFEQ, code.miss());
    }

    /** Pushes the memory of quick code, and LINEAR. */
    private void called() {
        code.staticField(RegionClass.QUICK_MEMORY, "L" + QuickMemory.NAME + ";");
        code.load(Locals.LINEAR);
        code.toLong(code.word);
    }

    /** Pops an offset, a word, and puts the linear address into LINEAR. */
    private void linear(int segment, int size, boolean write) {
        if (code.mode.is64Bit()) {
            addBase(segment);
        } else if (!code.mode.isFlat() || segment == Segment.FS || segment == Segment.GS || segment == Segment.CS) {
            segmented(segment, size, write);
        }
        code.store(Locals.LINEAR);
    }

    /** Checks an access to LINEAR; afterwards ADDRESS holds where it is. */
    private void place(int size, boolean write) {
        if (code.effort == Effort.QUICK) {
            ask(size, write);
            return;
        }
        look(size, write);
        if (!code.direct) {
            code.staticField(RegionClass.ADDRESS_BITS, "J");
            code.op(LAND);
        }
        code.store(Locals.ADDRESS);
    }

    /** Puts the host address behind LINEAR into ADDRESS, which a call looks up: little code. */
    private void ask(int size, boolean write) {
        called();
        code.constant(size - 1);
        code.mv.visitMethodInsn(INVOKEVIRTUAL, QuickMemory.NAME, write ? "writable" : "readable", "(JI)J", false);
        code.store(Locals.ADDRESS);
        code.load(Locals.ADDRESS);
        code.jump(IFLT, 8, code.miss());
    }

    /** Pushes the host address behind LINEAR: fast code. */
    private void look(int size, boolean write) {
        code.load(Locals.LINEAR);
        code.constant(12);
        code.op(IUSHR, code.word);
        code.fromWord(4);
        code.constant(Tlb.INDEX_MASK);
        code.op(IAND);
        code.store(Locals.SLOT);
        code.staticField(write ? RegionClass.WRITE_TAG : RegionClass.READ_TAG, "[J");
        code.load(Locals.SLOT);
        code.op(LALOAD);
        code.load(Locals.LINEAR);
        code.toLong(code.word);
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
        code.toLong(code.word);
        code.op(LADD);
    }

    /** Turns the offset on the stack into a linear address of 64-bit mode, where no other segment has a base. */
    private void addBase(int segment) {
        if (segment == Segment.FS || segment == Segment.GS) {
            segment(segment);
            code.mv.visitFieldInsn(GETFIELD, SEGMENT, "base", "J");
            code.op(LADD);
        }
    }

    private void segment(int number) {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "segment", "[L" + SEGMENT + ";");
        code.constant(number);
        code.op(AALOAD);
    }

    /** Turns the offset on the stack into a linear address, through a segment that is not known to be flat. */
    private void segmented(int segment, int size, boolean write) {
        code.store(Locals.LINEAR);
        segment(segment);
        code.load(Locals.LINEAR);
        code.constant(size);
        code.call(Code.MEMORY_OWNER, write ? "linearForWrite" : "linearForRead", "(L" + SEGMENT + ";II)J");
        code.store(Locals.ADDRESS);
        code.load(Locals.ADDRESS);
        code.jump(IFLT, 8, code.miss());
        code.load(Locals.ADDRESS);
        code.op(L2I);
    }

    /** Pushes what is at ADDRESS, zero-extended; 8 bytes as a long. */
    void load(int size) {
        load(0, size);
    }

    /** As {@link #load(int)}, some bytes behind ADDRESS. */
    void load(int displacement, int size) {
        access(displacement, size);
        if (code.direct) {
            code.mv.visitMethodInsn(INVOKEVIRTUAL, UNSAFE, "get" + name(size), "(J)" + type(size), false);
        } else {
            code.mv.visitMethodInsn(
                    INVOKEVIRTUAL, VAR_HANDLE, "get", "(" + Code.SEGMENT_MEMORY + "J)" + type(size), false);
        }
        code.truncate(size);
    }

    /** Stores A, B, C or D to ADDRESS. */
    void store(int temporary, int size) {
        store(() -> code.load(temporary, size), size);
    }

    /** Stores to ADDRESS what {@code value} pushes: a long for 8 bytes, otherwise an int. */
    void store(Runnable value, int size) {
        store(0, value, size);
    }

    /** As {@link #store(Runnable, int)}, some bytes behind ADDRESS. */
    void store(int displacement, Runnable value, int size) {
        access(displacement, size);
        value.run();
        if (size == 1) {
            code.op(I2B);
        } else if (size == 2) {
            code.op(I2S);
        }
        if (code.direct) {
            code.mv.visitMethodInsn(INVOKEVIRTUAL, UNSAFE, "put" + name(size), "(J" + type(size) + ")V", false);
        } else {
            String descriptor = "(" + Code.SEGMENT_MEMORY + "J" + type(size) + ")V";
            code.mv.visitMethodInsn(INVOKEVIRTUAL, VAR_HANDLE, "set", descriptor, false);
        }
    }

    /**
     * Pushes the VarHandle for a width, the memory and the address; or Unsafe and the address. No call of a method of ours:
     * HotSpot inlines a VarHandle's accesses by force, however large the region is, where it gives up on anything else.
     */
    private void access(int displacement, int size) {
        if (code.direct) {
            code.staticField(RegionClass.UNSAFE, "L" + UNSAFE + ";");
        } else {
            code.staticField(RegionClass.layout(size), "L" + VAR_HANDLE + ";");
            code.staticField(RegionClass.MEMORY, Code.SEGMENT_MEMORY);
        }
        code.load(Locals.ADDRESS);
        if (displacement != 0) {
            code.constant(displacement, 8);
            code.op(LADD);
        }
    }

    private static String name(int size) {
        return switch (size) {
            case 1 -> "Byte";
            case 2 -> "Short";
            case 4 -> "Int";
            default -> "Long";
        };
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
