package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.debug.RegisterText;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.testing.GuestPackages;

/** Systems that nobody here wrote leave the same digest after the same number of instructions on every engine. */
class EngineParityTest {
    /** Instructions between two comparisons: no multiple of anything that a guest counts in. */
    private static final long STEP = 5_000_011;

    private static final int STEPS_OF_A_BOOT = 3;
    /** Into the unpacking of a kernel. */
    private static final long KERNEL_STEP = 25_000_003;
    /** Into user space. */
    private static final long LATE_STEP = 250_000_007;

    private static final long QUICK_STEP = 150_000_001;
    /** Before any loop has run for long. */
    private static final int EARLY_THRESHOLD = 16;

    @TempDir
    Path folder;

    /** Configures the PC of one engine; images are opened anew for each. */
    private interface Guest {
        PcConfig on(PcConfig pc) throws Exception;
    }

    private enum Boot {
        GRUB,
        SYSLINUX,
        ISOLINUX,
        MEMTEST,
        IPXE
    }

    private static Engine background(Cpu cpu) {
        return new Interpreter(cpu, new Translator(cpu, MemoryAccess.best()));
    }

    private static Engine immediate(Cpu cpu) {
        return new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), EARLY_THRESHOLD));
    }

    private static PcBoard board(Guest guest, Function<Cpu, Engine> engine) throws Exception {
        PcConfig config = PcConfig.of(new PcConfig.Processor(engine, CpuReset::reset))
                .withMemory(16 * PcConfig.MIB)
                .withSerial(List.of(value -> {}));
        return new PcBoard(guest.on(config));
    }

    private static void compareBoth(Guest guest) throws Exception {
        compare(guest, EngineParityTest::background, STEP, STEPS_OF_A_BOOT);
        compare(guest, EngineParityTest::immediate, STEP, STEPS_OF_A_BOOT);
    }

    private static void compare(Guest guest, Function<Cpu, Engine> engine, long step, int steps) throws Exception {
        compare(guest, Interpreter::new, engine, step, steps);
    }

    private static void compare(
            Guest guest, Function<Cpu, Engine> one, Function<Cpu, Engine> other, long step, int steps)
            throws Exception {
        try (PcBoard first = board(guest, one);
                PcBoard second = board(guest, other)) {
            boolean goesOn = true;
            for (int n = 0; n < steps && goesOn; n++) {
                StopReason reason = first.machine().run(Budget.ofInstructions(step));
                assertEquals(reason, second.machine().run(Budget.ofInstructions(step)));
                assertSame(first.machine(), second.machine());
                goesOn = reason instanceof StopReason.BudgetSpent;
            }
        }
    }

    private static void assertSame(Machine expected, Machine actual) {
        String at = "after %d instructions".formatted(expected.retired());
        assertEquals(registers(expected), registers(actual), at);
        assertEquals(expected.digest(), actual.digest(), at);
    }

    private static String registers(Machine machine) {
        return RegisterText.of(machine.cpus().getFirst().state());
    }

    @ParameterizedTest
    @EnumSource
    void bootLeavesTheSameDigest(Boot boot) throws Exception {
        Medium medium = boot == Boot.ISOLINUX || boot == Boot.GRUB ? Medium.CDROM : Medium.FLOPPY;
        Path image = switch (boot) {
            case GRUB -> GuestPackages.file("/usr/lib/grub-rescue/grub-rescue-cdrom.iso", "grub-rescue-pc");
            case IPXE -> GuestPackages.file("/usr/lib/ipxe/ipxe.iso", "ipxe");
            case MEMTEST -> {
                Path packaged = GuestPackages.file("/boot/memtest86+ia32.bin", "memtest86+");
                Path program = Files.copy(packaged, folder.resolve("memtest"));
                yield new Images(folder, "DEFAULT memtest\n", List.of(program)).image(medium);
            }
            default -> new Images(folder, "PROMPT 1\n", List.of()).image(medium);
        };
        Medium used = boot == Boot.IPXE ? Medium.DISK : medium;
        compareBoth(pc -> used.in(Bios.OWN.in(pc), image));
    }

    @ParameterizedTest
    @EnumSource
    void linuxLeavesTheSameDigest(Debian debian) throws Exception {
        byte[] initrd = debian.initrd("#!/bin/busybox sh\n");
        Guest linux = pc -> debian.started(debian.on(pc), "console=ttyS0 " + Debian.OPTIONS, initrd);
        compare(linux, EngineParityTest::background, KERNEL_STEP, STEPS_OF_A_BOOT);
    }

    @ParameterizedTest
    @EnumSource
    void linuxRunsTheSameWayEveryTime(Debian debian) throws Exception {
        byte[] initrd = debian.initrd("#!/bin/busybox sh\n");
        Guest linux = pc -> debian.started(debian.on(pc), "console=ttyS0 " + Debian.OPTIONS, initrd);
        Function<Cpu, Engine> engine = EngineParityTest::background;
        compare(linux, engine, engine, LATE_STEP, STEPS_OF_A_BOOT);
    }

    private static Guest kernel(String name, CpuModel cpu) throws Exception {
        BootFile file = new BootFile(name, Files.readAllBytes(GuestPackages.shared("bench/built/" + name + ".elf")));
        return pc -> Guests.withCpu(pc, cpu)
                .withKernel(new PcConfig.Kernel(file, "", List.of()))
                .withMemory(PcConfig.DEFAULT_MEMORY);
    }

    @Test
    void quickBenchmarkLeavesTheSameDigestUpToItsEnd() throws Exception {
        compare(kernel("quick32", CpuModel.P6), EngineParityTest::background, QUICK_STEP, Integer.MAX_VALUE);
    }

    @Test
    void longBenchmarkBeginsTheSameWay() throws Exception {
        compareBoth(kernel("bench32", CpuModel.X86_64_V2));
    }
}
