package org.ring0.devices.board;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.machine.Machine;
import org.ring0.devices.board.boot.BootPlan;
import org.ring0.devices.board.boot.FirmwareStandIn;

/** Carries out a boot plan after each reset: chips as firmware leaves them, memory, and the CPU at the kernel's entry. */
final class KernelStarter implements Runnable {
    private static final int FLAT =
            Segment.G | Segment.DB | Segment.P | Segment.S | Segment.TYPE_ACCESSED | Segment.TYPE_WRITABLE_OR_READABLE;
    private static final long FOUR_GIB_LIMIT = 0xffff_ffffL;
    private static final int ESP = 4;
    /** Not promised by any protocol, but a kernel that pushes before it has a stack gets away with it elsewhere too. */
    private static final int STACK = 0x7_fff0;

    private final Machine machine;
    private final BootPlan plan;
    private final byte[] tables;

    /** @param tables what firmware tells of the machine, for {@link FirmwareStandIn#TABLES} */
    KernelStarter(Machine machine, BootPlan plan, byte[] tables) {
        this.machine = machine;
        this.plan = plan;
        this.tables = tables;
    }

    @Override
    public void run() {
        new FirmwareStandIn(machine.ports(), machine.memory(), tables).run();
        MemoryTypes.set(machine.cpus().getFirst());
        plan.load(machine.memory());
        if (plan.entry() instanceof BootPlan.Entry.Flat32 entry) {
            enterFlat32(machine.cpus().getFirst(), entry);
        } else {
            throw new IllegalStateException("no way to enter a kernel by " + plan.entry());
        }
    }

    private static void enterFlat32(Cpu cpu, BootPlan.Entry.Flat32 entry) {
        CpuState state = cpu.state();
        state.cr0 |= ControlBits.CR0_PE;
        state.cpl = 0;
        BootPlan.Gdt gdt = entry.gdt();
        state.gdtBase = gdt.base() & 0xffff_ffffL;
        state.gdtLimit = gdt.limit();
        for (int i = 0; i < state.segment.length; i++) {
            boolean code = i == Segment.CS;
            int attributes = code ? FLAT | Segment.TYPE_CODE : FLAT;
            state.segment[i].load(code ? gdt.code() : gdt.data(), 0, FOUR_GIB_LIMIT, attributes);
        }
        java.util.Arrays.fill(state.gpr, 0);
        state.gpr[0] = entry.eax() & 0xffff_ffffL;
        state.gpr[3] = entry.ebx() & 0xffff_ffffL;
        state.gpr[ESP] = STACK;
        state.gpr[6] = entry.esi() & 0xffff_ffffL;
        state.rip = entry.eip() & 0xffff_ffffL;
        cpu.mmu().flushAll();
    }
}
