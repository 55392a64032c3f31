package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** RETF, and what IRET has in common with it (SDM Vol. 2B, RET; Vol. 2A, IRET). */
public final class FarReturn {
    private FarReturn() {}

    /**
     * RETF.
     *
     * @param size 2, 4 or 8, of what is popped
     * @param release bytes of parameters to take off the stack (off both stacks, if there are two)
     */
    public static void execute(Cpu cpu, int size, int release) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        if (!s.isProtected() || s.isVirtual8086()) {
            long offset = memory.peek(0, size);
            int selector = (int) memory.peek(size, size) & 0xffff;
            FarTransfer.checkLimit(s.segment[Segment.CS].limit, offset, 0);
            FarTransfer.enterReal(s, selector, offset);
            memory.setStackPointer(memory.stackPointer() + 2 * size + release);
            return;
        }
        long offset = memory.peek(0, size);
        int selector = (int) memory.peek(size, size) & 0xffff;
        Descriptor code = code(cpu, selector);
        int popped = 2 * size + release;
        if (Selector.rpl(selector) == s.cpl) {
            toSameLevel(cpu, code, offset, popped);
        } else {
            Outer outer = Outer.read(cpu, code, popped, size);
            FarTransfer.checkTarget(s, code, offset);
            outer.enter(cpu, code, offset, release);
        }
    }

    /** Takes {@code popped} bytes off the stack, which is still as wide as the code that returns has it. */
    static void toSameLevel(Cpu cpu, Descriptor code, long offset, int popped) {
        CpuState s = cpu.state();
        Segmentation memory = cpu.segmentation();
        FarTransfer.checkTarget(s, code, offset);
        Descriptor accessed = DescriptorTables.accessed(cpu, code);
        memory.setStackPointer(memory.stackPointer() + popped);
        SegmentLoader.loadCode(s, accessed, s.cpl);
        s.rip = offset;
    }

    /** The code segment to return to, checked; its RPL is the level to return to. */
    static Descriptor code(Cpu cpu, int selector) {
        if (Selector.isNull(selector)) {
            throw CpuException.gp(0);
        }
        int errorCode = Selector.errorCode(selector, 0);
        int rpl = Selector.rpl(selector);
        Descriptor code = DescriptorTables.find(cpu, selector);
        if (code == null || !code.isCode() || rpl < cpu.state().cpl) {
            throw CpuException.gp(errorCode);
        }
        boolean allowed = code.isConforming() ? code.dpl() <= rpl : code.dpl() == rpl;
        if (!allowed || cpu.state().isLongMode() && code.isReservedCode()) {
            throw CpuException.gp(errorCode);
        }
        if (!code.isPresent()) {
            throw CpuException.np(errorCode);
        }
        return code;
    }

    /**
     * The stack to return to, as the present one has it.
     *
     * @param stack null for a null SS, which 64-bit code of an inner level may have
     */
    record Outer(int level, int selector, long pointer, Descriptor stack) {

        /** @param depth bytes from the stack pointer to the saved one */
        static Outer read(Cpu cpu, Descriptor code, int depth, int size) {
            int level = Selector.rpl(code.selector());
            long pointer = cpu.segmentation().peek(depth, size);
            int selector = (int) cpu.segmentation().peek(depth + size, size) & 0xffff;
            boolean mayBeNull = level < 3 && cpu.state().isLongMode() && code.is64Bit();
            if (mayBeNull && selector == level) {
                return new Outer(level, selector, pointer, null);
            }
            Descriptor stack = SegmentLoader.stack(cpu, selector, level, CpuException::gp, 0);
            return new Outer(level, selector, pointer, stack);
        }

        /** Changes everything; all checks have been made. */
        void enter(Cpu cpu, Descriptor code, long offset, int release) {
            CpuState s = cpu.state();
            boolean outwards = level > s.cpl;
            Descriptor accessed = stack == null ? null : DescriptorTables.accessed(cpu, stack);
            FarTransfer.enter(cpu, code, level, offset);
            if (accessed == null) {
                s.segment[Segment.SS].loadNull(selector);
            } else {
                SegmentLoader.loadStack(s, accessed, selector);
            }
            cpu.segmentation().setStackPointer(pointer + release);
            if (outwards) {
                SegmentLoader.dropPrivileged(s);
            }
        }
    }
}
