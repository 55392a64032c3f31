package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.CharBackend;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.boot.BootException;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.firmware.Firmware;

/**
 * Boots a program that calls the services of our BIOS as systems do, on the whole machine: {@code src/test/asm/bios}. It
 * reports each wrong claim on port E9h and their number to the debug-exit port.
 */
class BiosServicesTest {
    private static final int FLOPPY_BYTES = 1440 << 10;
    private static final int DISK_BYTES = 32 << 20;
    private static final int BLOCK = 2048;
    private static final int CD_BLOCKS = 64;
    private static final int VOLUME_DESCRIPTOR = 16;
    private static final long INSTRUCTIONS = 100_000_000;

    private final StringBuilder report = new StringBuilder();

    @Test
    void servicesAnswerAsSoftwareExpects() throws PcConfigException, BootException, IOException {
        CharBackend console = value -> report.append((char) value);
        PcConfig config = PcConfig.of(new PcConfig.Processor(Interpreter::new, CpuReset::reset))
                .withMemory(32 * PcConfig.MIB)
                .withFirmware(Firmware.bios(), Firmware.vgaBios())
                .withSerial(List.of(CharBackend.NULL))
                .withDebug(console, CharBackend.NULL)
                .withDrives(PcDrives.of(
                        List.of(image(program())), List.of(image(new byte[DISK_BYTES])), List.of(image(cd()))));
        try (PcBoard board = new PcBoard(config)) {
            StopReason reason = board.machine().run(Budget.ofInstructions(INSTRUCTIONS));
            assertEquals(new StopReason.DebugExit(0), reason, report::toString);
            long cachesOff = ControlBits.CR0_CD | ControlBits.CR0_NW;
            assertEquals(0, board.machine().cpus().getFirst().state().cr0 & cachesOff);
        }
    }

    private static byte[] program() throws IOException {
        try (InputStream stream = BiosServicesTest.class.getResourceAsStream("biostest.bin")) {
            return Arrays.copyOf(stream.readAllBytes(), FLOPPY_BYTES);
        }
    }

    /** A CD with nothing on it but the start of a volume descriptor. */
    private static byte[] cd() {
        byte[] bytes = new byte[CD_BLOCKS * BLOCK];
        byte[] signature = {1, 'C', 'D', '0', '0', '1', 1};
        System.arraycopy(signature, 0, bytes, VOLUME_DESCRIPTOR * BLOCK, signature.length);
        return bytes;
    }

    private static BlockBackend image(byte[] bytes) {
        return new MemoryBackend(bytes, false);
    }
}
