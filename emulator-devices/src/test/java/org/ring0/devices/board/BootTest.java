package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.devices.video.Frame;
import org.ring0.devices.video.ScreenRenderer;
import org.ring0.firmware.Firmware;
import org.ring0.testing.GuestPackages;

/** Small guests started by firmware, our own and SeaBIOS, and without any. */
class BootTest {
    private static final Budget ENOUGH = Budget.ofInstructions(400_000_000).withCycles(20_000_000_000L);
    private static final int BLOCK = 2048;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();

    private static PcConfig config() {
        return PcConfig.of(new PcConfig.Processor(Interpreter::new, CpuReset::reset))
                .withMemory(16 * PcConfig.MIB);
    }

    /** Firmware to boot with. */
    enum Bios {
        OWN,
        SEABIOS;

        PcConfig in(PcConfig config) throws IOException {
            if (this == OWN) {
                return config.withFirmware(Firmware.bios(), Firmware.vgaBios());
            }
            return config.withFirmware(seaBios("bios-256k.bin"), seaBios("vgabios-stdvga.bin"));
        }

        private static byte[] seaBios(String name) throws IOException {
            return Files.readAllBytes(GuestPackages.file("/usr/share/seabios/" + name, "seabios"));
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = BootTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] probe(int drive, boolean blocks, int size) throws IOException {
        byte[] image = java.util.Arrays.copyOf(resource("bootprobe.bin"), size);
        image[2] = (byte) drive;
        image[3] = (byte) (blocks ? 1 : 0);
        return image;
    }

    /** A CD with the probe as its El Torito image without emulation, and the probe's second sector in the block after it. */
    private static byte[] cdrom() throws IOException {
        byte[] probe = probe(0xe0, true, 1024);
        ByteBuffer cd = ByteBuffer.allocate(32 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        cd.put(16 * BLOCK, new byte[] {1, 'C', 'D', '0', '0', '1', 1});
        cd.putInt(16 * BLOCK + 80, 32).putShort(16 * BLOCK + 128, (short) BLOCK);
        cd.put(17 * BLOCK, new byte[] {0, 'C', 'D', '0', '0', '1', 1});
        cd.put(17 * BLOCK + 7, "EL TORITO SPECIFICATION".getBytes(StandardCharsets.US_ASCII));
        cd.putInt(17 * BLOCK + 0x47, 19);
        cd.put(18 * BLOCK, new byte[] {(byte) 255, 'C', 'D', '0', '0', '1', 1});
        cd.put(19 * BLOCK, (byte) 1).putShort(19 * BLOCK + 28, (short) 0x55aa).putShort(19 * BLOCK + 30, (short)
                0xaa55);
        cd.put(19 * BLOCK + 32, (byte) 0x88)
                .putShort(19 * BLOCK + 38, (short) 4)
                .putInt(19 * BLOCK + 40, 21);
        cd.put(20 * BLOCK, probe, 512, 512);
        cd.put(21 * BLOCK, probe, 0, 512);
        return cd.array();
    }

    private StopReason run(PcConfig config) throws PcConfigException {
        try (PcBoard board = new PcBoard(config.withDebug(console::write, value -> {}))) {
            return board.machine().run(ENOUGH);
        } catch (org.ring0.devices.board.boot.BootException e) {
            throw new AssertionError(e);
        }
    }

    private void assertBoots(Bios bios, PcDrives drives) throws Exception {
        StopReason reason = run(bios.in(config()).withDrives(drives));
        assertEquals("second sector", console.toString(StandardCharsets.US_ASCII), reason::toString);
        assertEquals(new StopReason.DebugExit(0), reason);
    }

    @ParameterizedTest
    @EnumSource
    void floppyBoots(Bios bios) throws Exception {
        BlockBackend floppy = new MemoryBackend(probe(0, false, 1_474_560), false);
        assertBoots(bios, PcDrives.of(List.of(floppy), List.of(), List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void diskBoots(Bios bios) throws Exception {
        BlockBackend disk = new MemoryBackend(probe(0x80, false, 4 << 20), false);
        assertBoots(bios, PcDrives.of(List.of(), List.of(disk), List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void cdromBoots(Bios bios) throws Exception {
        assertBoots(bios, PcDrives.of(List.of(), List.of(), List.of(new MemoryBackend(cdrom(), true))));
    }

    @Test
    void graphicsModeThatAMultibootKernelWishesForIsOnTheScreen() throws Exception {
        ByteBuffer kernel = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        int flags = 0x1_0004;
        kernel.putInt(0x1badb002).putInt(flags).putInt(-(0x1badb002 + flags));
        kernel.putInt(0x10_0000).putInt(0x10_0000).putInt(0).putInt(0).putInt(0x10_0030);
        kernel.putInt(0).putInt(640).putInt(400).putInt(16).put((byte) 0xf4);
        BootFile file = new BootFile("graphics", kernel.array());
        try (PcBoard board = new PcBoard(config().withKernel(new PcConfig.Kernel(file, "", List.of())))) {
            Frame frame = new ScreenRenderer(board.vga()).render();
            assertEquals(List.of(640, 400), List.of(frame.width(), frame.height()));
        }
    }

    @Test
    void multibootKernelGetsWhatTheSpecificationPromises() throws Exception {
        BootFile module = new BootFile("module string", "module content\0".getBytes(StandardCharsets.US_ASCII));
        PcConfig.Kernel kernel =
                new PcConfig.Kernel(new BootFile("dir/probe", resource("multibootprobe.bin")), "-x 1", List.of(module));
        StopReason reason = run(config().withKernel(kernel));
        assertEquals("probe -x 1|module content|module string|", console.toString(StandardCharsets.US_ASCII));
        assertEquals(new StopReason.DebugExit(0), reason);
    }
}
