package org.ring0.cli.report;

import java.util.List;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.MachineStatistics;
import org.ring0.core.machine.StopReason;

/** Runs that are told of, without having been run. */
final class Examples {
    /** One of every kind that a run can end with. */
    static final List<StopReason> REASONS = List.of(
            new StopReason.PoweredOff(),
            new StopReason.DebugExit(0),
            new StopReason.DebugExit(-1),
            new StopReason.ExpectationMet("ready"),
            new StopReason.ForbiddenOutput("pan(ic|ne)", "Kernel panic - <not> \"syncing\" & so on"),
            new StopReason.TripleFault("EAX=00000000\nEBX=00000000"),
            new StopReason.Halted("EAX=00000000"),
            new StopReason.BudgetSpent(Budget.Kind.GUEST_TIME, "EAX=00000000"),
            new StopReason.Reset(),
            new StopReason.Unimplemented("instruction FROB", "0008:00100000", "bytes 0F 04"),
            new StopReason.HostError("disk image: no space left"),
            new StopReason.EnginesDiffer(17, "EAX", "* EAX 1 2"),
            new StopReason.InternalError("NullPointerException", "at ..."),
            new StopReason.Paused(),
            new StopReason.Reached(17, "EAX=00000000"),
            new StopReason.Replayed(new StopReason.PoweredOff(), 17, "as recorded"),
            new StopReason.ReplayDiffers(17, "the registers are others"));

    private Examples() {}

    static RunFacts run(StopReason reason, String name, String serialTail) {
        return run(Verdict.of(reason, Verdict.ExitMap.plain, null), name, serialTail);
    }

    static RunFacts run(Verdict verdict, String name, String serialTail) {
        MachineStatistics counted =
                new MachineStatistics(EngineStatistics.NONE, 5, 6, 7, new MachineStatistics.HostTime(1, 2, 3));
        MachineFacts.Files files = new MachineFacts.Files(
                null,
                null,
                "/k/kernel.elf",
                "console=ttyS0",
                List.of("initrd"),
                List.of(new MachineFacts.Medium("disk", "/k/disk.img", "snapshot")),
                null);
        return new RunFacts(
                name,
                verdict,
                new MachineFacts("max", 64 << 20, 1_000_000_000, false, true, files),
                1_000,
                2_000_000,
                1_234_567_890,
                () -> "0123456789abcdef".repeat(4),
                "translator",
                -3,
                serialTail,
                "screen.png",
                null,
                new RunStatistics(1_000, 2_000_000, 5, 1_234_567_890, 12, counted));
    }
}
