package org.ring0.devices.board;

import java.util.function.Supplier;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.machine.Machine;
import org.ring0.devices.board.boot.BootException;
import org.ring0.devices.board.boot.BootPlan;
import org.ring0.devices.board.boot.BootRequest;
import org.ring0.devices.board.boot.FirmwareStandIn;
import org.ring0.devices.board.boot.GraphicsMode;
import org.ring0.devices.board.boot.KernelLoader;

/** Carries out a boot plan after each reset: chips as firmware leaves them, memory, and the CPU at the kernel's entry. */
final class KernelStarter implements Runnable {
    private static final int FLAT =
            Segment.G | Segment.P | Segment.S | Segment.TYPE_ACCESSED | Segment.TYPE_WRITABLE_OR_READABLE;
    /** Not promised by any protocol, but a kernel that pushes before it has a stack gets away with it elsewhere too. */
    private static final int STACK = 0x7_fff0;

    private static final int TASK_LIMIT = 0x67;

    private final Machine machine;
    private final Supplier<BootRequest> request;
    /** For the next start, or null if it must be made again: it may hold a kernel that has been decompressed. */
    private Prepared next;

    private record Prepared(BootPlan plan, byte[] tables) {}

    /** @param request what is to be started; asked when that is planned */
    KernelStarter(Machine machine, Supplier<BootRequest> request) {
        this.machine = machine;
        this.request = request;
    }

    /**
     * Starts the kernel after every reset of the machine. To be called before anything has been opened that would need closing
     * if the kernel is no good; the machine is closed then.
     *
     * @param atOnce plans the first start now; a PC from a snapshot, where the same kernel was started once, plans only when
     *     its guest resets it, since to decompress a kernel takes longer than to fork a machine
     * @throws BootException if the kernel cannot be started
     */
    void plugIn(boolean atOnce) throws BootException {
        if (atOnce) {
            try {
                prepare();
            } catch (BootException e) {
                machine.close();
                throw e;
            }
        }
        machine.afterReset(this);
    }

    private void prepare() throws BootException {
        BootRequest wanted = request.get();
        next = new Prepared(KernelLoader.planFor(wanted), wanted.target().tables());
    }

    private Prepared prepared() {
        try {
            if (next == null) {
                prepare();
            }
        } catch (BootException e) {
            throw new IllegalStateException("a kernel that was started once cannot be started", e);
        }
        Prepared prepared = next;
        next = null;
        return prepared;
    }

    @Override
    public void run() {
        Prepared prepared = prepared();
        BootPlan plan = prepared.plan;
        new FirmwareStandIn(machine.ports(), machine.memory(), prepared.tables).run();
        MemoryTypes.set(machine.cpus().getFirst());
        if (plan.video() != null) {
            new GraphicsMode(machine.ports()).set(plan.video());
        }
        plan = plan.load(machine.memory());
        Cpu cpu = machine.cpus().getFirst();
        // No pattern switch: the JVM would link it at every start.
        if (plan.entry() instanceof BootPlan.Entry.Flat32 entry) {
            enterFlat32(cpu.state(), entry);
        } else if (plan.entry() instanceof BootPlan.Entry.Long64 entry) {
            enterLong64(cpu.state(), entry);
        }
        cpu.mmu().flushAll();
    }

    /** Caches are on, as firmware leaves them; the task register is as PVH wants it, an active 32-bit TSS of the least size. */
    private static void enterFlat32(CpuState state, BootPlan.Entry.Flat32 entry) {
        state.cr0 = ControlBits.CR0_ET | ControlBits.CR0_PE;
        loadSegments(state, entry.gdt(), FLAT | Segment.DB);
        state.tr.load(0, 0, TASK_LIMIT, state.tr.attributes);
        state.gpr[CpuState.RAX] = entry.eax() & 0xffff_ffffL;
        state.gpr[CpuState.RBX] = entry.ebx() & 0xffff_ffffL;
        state.gpr[CpuState.RSI] = entry.esi() & 0xffff_ffffL;
        state.rip = entry.eip() & 0xffff_ffffL;
    }

    /** As after the steps of SDM Vol. 3A, 10.8.5, "Initializing IA-32e Mode", and a far jump into 64-bit code. */
    private static void enterLong64(CpuState state, BootPlan.Entry.Long64 entry) {
        state.cr4 |= ControlBits.CR4_PAE;
        state.cr3 = entry.pageTables();
        state.efer |= ControlBits.EFER_LME | ControlBits.EFER_LMA;
        state.cr0 = ControlBits.CR0_ET | ControlBits.CR0_PE | ControlBits.CR0_PG;
        loadSegments(state, entry.gdt(), FLAT | Segment.L);
        state.gpr[CpuState.RSI] = entry.rsi();
        state.rip = entry.rip();
    }

    private static void loadSegments(CpuState state, BootPlan.Gdt gdt, int codeAttributes) {
        state.cpl = 0;
        state.gdtBase = gdt.base() & 0xffff_ffffL;
        state.gdtLimit = gdt.limit();
        for (int i = 0; i < state.segment.length; i++) {
            boolean code = i == Segment.CS;
            int attributes = code ? codeAttributes | Segment.TYPE_CODE : FLAT | Segment.DB;
            state.segment[i].load(code ? gdt.code() : gdt.data(), 0, Segment.NO_LIMIT, attributes);
        }
        java.util.Arrays.fill(state.gpr, 0);
        state.gpr[CpuState.RSP] = STACK;
    }
}
