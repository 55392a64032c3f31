package org.ring0.cli.run;

import java.nio.file.Path;
import java.time.LocalDateTime;
import org.ring0.cli.option.MemorySize;
import org.ring0.cli.option.OptionTable;
import org.ring0.devices.board.PcConfig;

/** The options that say what machine it is. */
final class MachineOptions {
    static final String CPU_HELP = """
        486        Intel 486DX4, with CPUID and x87
        pentium    Intel Pentium with MMX
        p6         Intel P6 family of the Pentium II's generation, with x87, MMX, PAE and NX
        pentium3   Intel Pentium III: the P6 family with SSE, without NX
        max32      all that there is for 32-bit code: p6 with SSE to SSE4.2, AES, SHA, BMI2, XSAVE, SMAP
        qemu64     Intel 64 as QEMU's model of this name: SSE3, CMPXCHG16B
        x86-64-v2  Intel 64 as most distributions ask for: with SSE4.2, POPCNT
        max        all that there is: Intel 64 with what max32 has, PCID, FSGSBASE, 1 GiB pages
        """;

    enum EngineChoice {
        interpreter,
        translator,
        /** Both, compared all the time. */
        lockstep
    }

    enum AccessChoice {
        checked,
        raw,
        direct
    }

    enum ClockChoice {
        virtual,
        host
    }

    long memory = PcConfig.DEFAULT_MEMORY;
    String cpu = "x86-64-v2";
    Path bios;
    Path vgaBios;
    EngineChoice engine = EngineChoice.translator;
    AccessChoice memoryAccess;
    Path traceTranslation;
    ClockChoice clock;
    /** The date at power-on, or null for the usual one. */
    LocalDateTime start;

    long seed;
    boolean noReboot;

    /** Declares them. */
    void declare(OptionTable table) {
        table.option("--memory", "SIZE", "RAM, e.g. 64M or 1G; a bare number counts mebibytes. Default: 128M.")
                .readBy(new MemorySize())
                .sets(Long.class, value -> memory = value);
        table.option("--cpu", "MODEL", "The CPU; 'help' lists the models. Default: x86-64-v2.")
                .sets(String.class, value -> cpu = value);
        table.option("--bios", "FILE", "A system BIOS other than the built-in one, e.g. SeaBIOS's bios.bin.")
                .sets(Path.class, value -> bios = value);
        table.option(
                        "--vgabios",
                        "FILE",
                        "A video BIOS other than the built-in one, e.g. SeaBIOS's vgabios-stdvga.bin.")
                .sets(Path.class, value -> vgaBios = value);
        table.option(
                        "--engine",
                        "ENGINE",
                        "How code is executed: ${COMPLETION-CANDIDATES}. lockstep: by both others, and the run ends"
                                + " when they differ; drives are written to when it has ended without. Default:"
                                + " translator.")
                .sets(EngineChoice.class, value -> engine = value);
        table.option(
                        "--memory-access",
                        "HOW",
                        "How translated code reaches RAM: ${COMPLETION-CANDIDATES}. Default: the last one that "
                                + "the JVM allows.")
                .sets(AccessChoice.class, value -> memoryAccess = value);
        table.option(
                        "--trace-translation",
                        "FOLDER",
                        "Write what is translated into a folder, one file for each region: guest code and bytecode.")
                .sets(Path.class, value -> traceTranslation = value);
        table.option(
                        "--clock",
                        "CLOCK",
                        "virtual: an idle guest's time is skipped. host: an idle guest waits for the host's clock, and"
                                + " the guest's date is the host's. Default: host if somebody sits at a terminal,"
                                + " otherwise virtual.")
                .sets(ClockChoice.class, value -> clock = value);
        table.option(
                        "--seed",
                        "N",
                        "The seed of what is random in the machine: RDRAND and RDSEED draw the same numbers from"
                                + " the same seed. Default: 0.")
                .sets(Long.class, value -> seed = value);
        table.flag("--no-reboot", "End the run when the guest resets the machine.", () -> noReboot = true);
    }
}
