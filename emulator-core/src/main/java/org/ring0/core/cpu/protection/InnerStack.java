package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** The stack that the TSS has for an inner privilege level, checked (SDM Vol. 3A, 5.8.5 and 6.12.1). */
record InnerStack(int selector, long pointer, Descriptor descriptor) {

    /** @param ext the EXT bit of error codes */
    static InnerStack of(Cpu cpu, int level, int ext) {
        Segment tr = cpu.state().tr;
        boolean is32 = (tr.attributes & Descriptor.TYPE_32) != 0;
        int offset = is32 ? 4 + 8 * level : 2 + 4 * level;
        int size = is32 ? 4 : 2;
        if (offset + size + 1 > tr.limit) {
            throw CpuException.ts(Selector.errorCode(tr.selector, ext));
        }
        Mmu mmu = cpu.mmu();
        long pointer = mmu.readSystem(tr.base + offset, size);
        int selector = (int) mmu.readSystem(tr.base + offset + size, 2);
        Descriptor stack = SegmentLoader.accessedStack(cpu, selector, level, CpuException::ts, ext);
        return new InnerStack(selector, pointer, stack);
    }

    /** Makes this the present stack, with the frame that was pushed on it. */
    void commit(CpuState s, StackFrame frame) {
        SegmentLoader.loadStack(s, descriptor, selector);
        frame.commit(s);
    }
}
