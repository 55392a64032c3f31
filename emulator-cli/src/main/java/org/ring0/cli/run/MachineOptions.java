package org.ring0.cli.run;

import java.nio.file.Path;
import org.ring0.cli.option.MemorySize;
import org.ring0.devices.board.PcConfig;
import picocli.CommandLine.Option;

/** The options that say what machine it is. */
final class MachineOptions {
    static final String CPU_HELP = "p6   Intel P6 family of the Pentium II's generation, with x87, MMX, PAE and NX\n";

    enum EngineChoice {
        interpreter,
        translator,
        /** Both, compared all the time. */
        lockstep
    }

    enum AccessChoice {
        checked,
        raw
    }

    enum ClockChoice {
        virtual,
        host
    }

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemorySize.class,
            description = "RAM, e.g. 64M or 1G; a bare number counts mebibytes. Default: 128M.")
    long memory = PcConfig.DEFAULT_MEMORY;

    @Option(names = "--cpu", paramLabel = "MODEL", description = "The CPU; 'help' lists the models. Default: p6.")
    String cpu = "p6";

    @Option(
            names = "--bios",
            paramLabel = "FILE",
            description = "A system BIOS other than the built-in one, e.g. SeaBIOS's bios.bin.")
    Path bios;

    @Option(
            names = "--vgabios",
            paramLabel = "FILE",
            description = "A video BIOS other than the built-in one, e.g. SeaBIOS's vgabios-stdvga.bin.")
    Path vgaBios;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description =
                    "How code is executed: ${COMPLETION-CANDIDATES}. lockstep: by both others, and the run ends when "
                            + "they differ; drives are written to when it has ended without. Default: translator.")
    EngineChoice engine = EngineChoice.translator;

    @Option(
            names = "--memory-access",
            paramLabel = "HOW",
            description = "How translated code reaches RAM: ${COMPLETION-CANDIDATES}. Default: raw where the JVM "
                    + "allows native access.")
    AccessChoice memoryAccess;

    @Option(
            names = "--trace-translation",
            paramLabel = "FOLDER",
            description = "Write what is translated into a folder, one file for each region: guest code and bytecode.")
    Path traceTranslation;

    @Option(
            names = "--clock",
            paramLabel = "CLOCK",
            description =
                    "virtual: an idle guest's time is skipped. host: an idle guest waits for the host's clock, and the"
                            + " guest's date is the host's. Default: host if somebody sits at a terminal, otherwise"
                            + " virtual.")
    ClockChoice clock;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "The seed of what is random in the machine. The present CPU and devices draw no random numbers, "
                            + "so it is only noted in the report. Default: 0.")
    long seed;

    @Option(names = "--no-reboot", description = "End the run when the guest resets the machine.")
    boolean noReboot;
}
