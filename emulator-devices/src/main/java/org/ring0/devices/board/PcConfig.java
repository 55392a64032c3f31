package org.ring0.devices.board;

import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.device.CharBackend;
import org.ring0.devices.board.boot.BootFile;

/**
 * What a PC is made of. Two boards of equal configuration and inputs run the same way, instruction by instruction.
 *
 * @param memory bytes of RAM, whole mebibytes
 * @param frequency cycles (instructions) a second of guest time
 * @param firmware the BIOS and the VGA BIOS
 * @param drives what is plugged in
 * @param serial the host's ends of COM1 to COM4, as many as there are
 * @param debug where the debug ports go
 * @param start the date that the real-time clock shows at power-on
 * @param boot what firmware boots from
 * @param kernel what is started in place of firmware, or null
 * @param processor the CPU's engine and reset
 * @param cards what is plugged into the slots, in this order
 */
public record PcConfig(
        long memory,
        long frequency,
        FirmwareImages firmware,
        PcDrives drives,
        List<CharBackend> serial,
        DebugPorts debug,
        LocalDateTime start,
        BootOptions boot,
        Kernel kernel,
        Processor processor,
        List<Card> cards) {
    public static final long MIB = 1 << 20;
    public static final long MIN_MEMORY = 2 * MIB;
    public static final long MAX_MEMORY = 16L << 30;
    public static final long DEFAULT_MEMORY = 128 * MIB;
    public static final long DEFAULT_FREQUENCY = 1_000_000_000;
    public static final int MAX_SERIAL = 4;
    /** Where the clock starts unless told otherwise: runs do not depend on the day. */
    public static final LocalDateTime DEFAULT_START = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final int MAX_VGA_ROM = 0x1_0000;

    /** Images of firmware. The BIOS ends at 4 GiB and at 1 MiB, the VGA BIOS is an option ROM. */
    public record FirmwareImages(byte[] bios, byte[] vgaBios) {
        /** None: for machines that only start kernels. */
        public static final FirmwareImages NONE = new FirmwareImages(new byte[0], new byte[0]);
    }

    /** The host's ends of the debug port E9h and of the firmware's log port 402h. */
    public record DebugPorts(CharBackend console, CharBackend firmwareLog) {
        public static final DebugPorts NONE = new DebugPorts(CharBackend.NULL, CharBackend.NULL);
    }

    /** The order of boot devices, and whether firmware offers its menu and waits for a key. */
    public record BootOptions(List<BootDevice> order, boolean menu) {
        public static final BootOptions DEFAULT =
                new BootOptions(List.of(BootDevice.FLOPPY, BootDevice.DISK, BootDevice.CDROM), false);

        public BootOptions {
            order = List.copyOf(order);
        }
    }

    /** A kernel to be started directly. */
    public record Kernel(BootFile file, String commandLine, List<BootFile> modules) {
        public Kernel {
            modules = List.copyOf(modules);
        }
    }

    /** How the CPU is made: its engine, and what the reset line does to it. */
    public record Processor(Function<Cpu, Engine> engine, Consumer<Cpu> reset) {}

    public PcConfig {
        serial = List.copyOf(serial);
        cards = List.copyOf(cards);
    }

    /** A PC with everything at its default and nothing plugged in. */
    public static PcConfig of(Processor processor) {
        return new PcConfig(
                DEFAULT_MEMORY,
                DEFAULT_FREQUENCY,
                FirmwareImages.NONE,
                PcDrives.NONE,
                List.of(),
                DebugPorts.NONE,
                DEFAULT_START,
                BootOptions.DEFAULT,
                null,
                processor,
                List.of());
    }

    public PcConfig withProcessor(Processor cpu) {
        return new PcConfig(memory, frequency, firmware, drives, serial, debug, start, boot, kernel, cpu, cards);
    }

    public PcConfig withMemory(long bytes) {
        return new PcConfig(bytes, frequency, firmware, drives, serial, debug, start, boot, kernel, processor, cards);
    }

    public PcConfig withFrequency(long hertz) {
        return new PcConfig(memory, hertz, firmware, drives, serial, debug, start, boot, kernel, processor, cards);
    }

    public PcConfig withFirmware(byte[] bios, byte[] vgaBios) {
        FirmwareImages images = new FirmwareImages(bios, vgaBios);
        return new PcConfig(memory, frequency, images, drives, serial, debug, start, boot, kernel, processor, cards);
    }

    public PcConfig withDrives(PcDrives plugged) {
        return new PcConfig(memory, frequency, firmware, plugged, serial, debug, start, boot, kernel, processor, cards);
    }

    public PcConfig withSerial(List<CharBackend> lines) {
        return new PcConfig(memory, frequency, firmware, drives, lines, debug, start, boot, kernel, processor, cards);
    }

    public PcConfig withDebug(CharBackend console, CharBackend firmwareLog) {
        DebugPorts ports = new DebugPorts(console, firmwareLog);
        return new PcConfig(memory, frequency, firmware, drives, serial, ports, start, boot, kernel, processor, cards);
    }

    public PcConfig withStart(LocalDateTime date) {
        return new PcConfig(memory, frequency, firmware, drives, serial, debug, date, boot, kernel, processor, cards);
    }

    public PcConfig withBoot(List<BootDevice> order, boolean menu) {
        BootOptions options = new BootOptions(order, menu);
        return new PcConfig(
                memory, frequency, firmware, drives, serial, debug, start, options, kernel, processor, cards);
    }

    public PcConfig withKernel(Kernel started) {
        return new PcConfig(memory, frequency, firmware, drives, serial, debug, start, boot, started, processor, cards);
    }

    public PcConfig withCards(List<Card> plugged) {
        return new PcConfig(
                memory, frequency, firmware, drives, serial, debug, start, boot, kernel, processor, plugged);
    }

    /**
     * Checks what a user can get wrong.
     *
     * @throws PcConfigException in one sentence
     */
    void check() throws PcConfigException {
        if (memory < MIN_MEMORY || memory > MAX_MEMORY || memory % MIB != 0) {
            throw new PcConfigException(
                    "memory must be whole mebibytes from %dM to %dM".formatted(MIN_MEMORY / MIB, MAX_MEMORY / MIB));
        }
        if (serial.size() > MAX_SERIAL) {
            throw new PcConfigException("a PC has at most four serial ports, not " + serial.size());
        }
        if (kernel == null || firmware.bios.length > 0) {
            String fault = PcMemoryMap.faultOfFirmware(firmware.bios);
            if (fault != null) {
                throw new PcConfigException("the BIOS " + fault);
            }
        }
        if (firmware.vgaBios.length > MAX_VGA_ROM) {
            throw new PcConfigException("the VGA BIOS is larger than 64 KiB");
        }
    }
}
