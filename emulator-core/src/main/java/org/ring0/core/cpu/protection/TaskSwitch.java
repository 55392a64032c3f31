package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/**
 * Hardware task switching (SDM Vol. 3A, 7.3). Up to the commit point a fault belongs to the old task and nothing has
 * changed; after it, a fault belongs to the new task, whose descriptors are checked only then.
 */
final class TaskSwitch {
    /** Who asks: it decides the busy bits, NT and the back link. */
    enum Reason {
        JUMP,
        CALL,
        INTERRUPT,
        RETURN;

        /** The old task stays busy, and the new one links back to it. */
        boolean nests() {
            return this == CALL || this == INTERRUPT;
        }
    }

    private static final int LOCAL_BREAKPOINTS = 0x155;
    private static final int DEFINED_16 = 0xffff;

    private final Cpu cpu;
    private final CpuState s;
    private final Mmu mmu;
    private final Reason reason;
    private final int ext;
    private final Descriptor tss;

    private TaskSwitch(Cpu cpu, Descriptor tss, Reason reason, int ext) {
        this.cpu = cpu;
        this.s = cpu.state();
        this.mmu = cpu.mmu();
        this.tss = tss;
        this.reason = reason;
        this.ext = ext;
    }

    /** JMP, CALL or IRET to a TSS that has passed the checks of its kind. */
    static void to(Cpu cpu, Descriptor tss, Reason reason, int ext) {
        TaskSwitch change = new TaskSwitch(cpu, tss, reason, ext);
        TaskState incoming = change.commit(FlagsRegister.read(cpu.state()));
        try {
            change.loadSegments(incoming);
        } catch (CpuException e) {
            // RIP is the new task's: the engine must not see this as a fault of the instruction that switched.
            Interrupts.exception(cpu, e);
        }
    }

    /** An interrupt or exception through a task gate. */
    static void toHandler(Cpu cpu, Descriptor tss, Interrupts.Event event) {
        TaskSwitch change = new TaskSwitch(cpu, tss, Reason.INTERRUPT, event.ext());
        TaskState incoming = change.commit(event.flags());
        boolean byInstruction =
                event.cause() == Interrupts.Cause.SOFTWARE || event.cause() == Interrupts.Cause.PRIVILEGED_SOFTWARE;
        try {
            change.loadSegments(incoming);
            change.pushErrorCode(event);
        } catch (CpuException e) {
            if (!byInstruction) {
                throw e;
            }
            Interrupts.exception(cpu, e);
        }
    }

    /** Saves the old task and loads the new one's registers; the segment registers hold selectors alone then. */
    private TaskState commit(int flags) {
        checkTables();
        int saved = reason == Reason.RETURN ? flags & ~Eflags.NT : flags;
        int oldSelector = s.tr.selector;
        TaskState.save(cpu, s.tr.base, is32(s.tr), saved);
        if (!reason.nests()) {
            releaseOldTask();
        } else {
            mmu.writeSystem(tss.base(), oldSelector, 2);
        }
        Descriptor busy = DescriptorTables.setBusy(cpu, tss, true);
        TaskState incoming = TaskState.read(cpu, tss.base(), tss.is32());
        busy.loadInto(s.tr, tss.selector());
        load(incoming);
        return incoming;
    }

    /** Everything that can fault before the commit point: sizes, and pages that are not there. */
    private void checkTables() {
        if (tss.limit() < TaskState.minimumLimit(tss.is32())) {
            throw CpuException.ts(tss.errorCode(ext));
        }
        int oldLimit = TaskState.minimumLimit(is32(s.tr));
        if (s.tr.limit < oldLimit) {
            throw CpuException.ts(Selector.errorCode(s.tr.selector, ext));
        }
        mmu.probeWriteSystem(s.tr.base, oldLimit + 1);
        mmu.probeReadSystem(tss.base(), TaskState.minimumLimit(tss.is32()) + 1);
        if (reason.nests()) {
            mmu.probeWriteSystem(tss.base(), 2);
        }
        mmu.probeWriteSystem(tss.linear(), 8);
    }

    private static boolean is32(Segment tr) {
        return (tr.attributes & Descriptor.TYPE_32) != 0;
    }

    private void releaseOldTask() {
        if (!Selector.isNull(s.tr.selector)) {
            Descriptor old = DescriptorTables.find(cpu, s.tr.selector);
            if (old != null) {
                DescriptorTables.setBusy(cpu, old, false);
            }
        }
    }

    private void load(TaskState incoming) {
        s.cr0 |= ControlBits.CR0_TS;
        s.rip = incoming.rip();
        System.arraycopy(incoming.registers(), 0, s.gpr, 0, incoming.registers().length);
        int flags = tss.is32() ? incoming.flags() : incoming.flags() & DEFINED_16;
        FlagsRegister.write(s, reason.nests() ? flags | Eflags.NT : flags, -1);
        for (int n = 0; n < s.segment.length; n++) {
            s.segment[n].loadNull(incoming.selectors()[n]);
        }
        s.ldtr.loadNull(incoming.localTable());
        s.cpl = Selector.rpl(incoming.selectors()[Segment.CS]);
        if ((s.dr[7] & LOCAL_BREAKPOINTS) != 0) {
            s.dr[7] &= ~LOCAL_BREAKPOINTS;
            mmu.flushAll();
        }
        s.interruptShadow = false;
        s.stackShadow = false;
        if (incoming.trap()) {
            s.pendingDebug |= DebugUnit.DR6_BT;
            s.attention |= CpuState.ATTENTION_DEBUG;
        }
        s.attention |= CpuState.ATTENTION_RECHECK;
    }

    /** After the commit point, in the new task. */
    private void loadSegments(TaskState incoming) {
        if (tss.is32() && (s.cr0 & ControlBits.CR0_PG) != 0) {
            ControlRegisters.writeCr3(cpu, incoming.cr3());
        }
        int local = incoming.localTable();
        SegmentLoader.loadLdtr(cpu, local, CpuException::ts, CpuException::ts, ext);
        int[] selectors = incoming.selectors();
        if (s.isVirtual8086()) {
            s.cpl = 3;
            for (int n = 0; n < s.segment.length; n++) {
                SegmentLoader.loadVirtual8086(s.segment[n], selectors[n]);
            }
        } else {
            loadCode(selectors[Segment.CS]);
            Descriptor stack = SegmentLoader.accessedStack(cpu, selectors[Segment.SS], s.cpl, CpuException::ts, ext);
            SegmentLoader.loadStack(s, stack, selectors[Segment.SS]);
            for (int n : new int[] {Segment.DS, Segment.ES, Segment.FS, Segment.GS}) {
                loadData(n, selectors[n]);
            }
        }
        FarTransfer.checkLimit(s.segment[Segment.CS].limit, s.rip, ext);
    }

    private void loadCode(int selector) {
        int code = Selector.errorCode(selector, ext);
        int rpl = Selector.rpl(selector);
        Descriptor d = Selector.isNull(selector) ? null : DescriptorTables.find(cpu, selector);
        if (d == null || !d.isCode() || (d.isConforming() ? d.dpl() > rpl : d.dpl() != rpl)) {
            throw CpuException.ts(code);
        }
        if (!d.isPresent()) {
            throw CpuException.np(code);
        }
        SegmentLoader.loadCode(s, DescriptorTables.accessed(cpu, d), rpl);
    }

    private void loadData(int register, int selector) {
        if (!Selector.isNull(selector)) {
            Descriptor d = SegmentLoader.data(cpu, selector, CpuException::ts, ext);
            DescriptorTables.accessed(cpu, d).loadInto(s.segment[register], selector);
        }
    }

    private void pushErrorCode(Interrupts.Event event) {
        if (event.hasErrorCode()) {
            int size = tss.is32() ? 4 : 2;
            StackFrame frame = StackFrame.onPresent(cpu, ext);
            frame.require(1, size);
            frame.push(event.errorCode(), size);
            frame.commit(s);
        }
    }
}
