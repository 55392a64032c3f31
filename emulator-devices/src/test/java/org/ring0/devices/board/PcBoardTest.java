package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.io.IoBus;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.memory.AddressSpace;
import org.ring0.devices.board.boot.BootException;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.devices.video.ScreenRenderer;
import org.ring0.devices.video.TextScreen;

/** The wiring, with a CPU that does nothing but let time pass: the tests touch ports and memory in its place. */
class PcBoardTest {
    private static final PcConfig.Processor IDLE = new PcConfig.Processor(
            cpu -> () -> {
                CpuState state = cpu.state();
                state.cycle = state.cycleLimit;
            },
            cpu -> {});
    private static final int ISA_BRIDGE = 0x8000_0800;
    private static final int IDE_FUNCTION = 0x8000_0900;
    private static final int PM_FUNCTION = 0x8000_0b00;
    private static final int DISPLAY_FUNCTION = 0x8000_1000;

    private static PcConfig config() {
        return PcConfig.of(IDLE).withMemory(4 * PcConfig.MIB).withFirmware(new byte[0x2_0000], new byte[0x8000]);
    }

    private static PcBoard board(PcConfig config) {
        try {
            return new PcBoard(config);
        } catch (PcConfigException | BootException e) {
            throw new AssertionError(e);
        }
    }

    private static int readConfig(IoBus ports, int function, int register) {
        ports.write(0xcf8, function | register, 4);
        return ports.read(0xcfc, 4);
    }

    private static void writeConfig(IoBus ports, int function, int register, int value) {
        ports.write(0xcf8, function | register, 4);
        ports.write(0xcfc, value, 4);
    }

    private static void assertMemoryTypes(Cpu cpu) {
        var msr = cpu.state().msr;
        assertEquals(0xc06, msr.mtrrDefType);
        assertEquals(0xc000_0000L, msr.mtrrVariable[0]);
        assertEquals((1L << cpu.model().physicalBits()) - (1L << 30) | 0x800, msr.mtrrVariable[1]);
        assertEquals(0x0606_0606_0606_0606L, msr.mtrrFixed[1]);
        assertEquals(0, msr.mtrrFixed[2]);
        assertEquals(0x0505_0505_0505_0505L, msr.mtrrFixed[10]);
    }

    private static int cmos(IoBus ports, int index) {
        ports.write(0x70, index, 1);
        return ports.read(0x71, 1);
    }

    @Test
    void functionsAreWhereFirmwareExpectsThem() {
        try (PcBoard board = board(config())) {
            IoBus ports = board.machine().ports();
            List<Integer> found = new ArrayList<>();
            for (int function = 0; function < 256; function++) {
                int id = readConfig(ports, 0x8000_0000 | function << 8, 0);
                if (id != -1) {
                    found.add(function << 16 | id >>> 16);
                }
            }
            assertEquals(List.of(0x00_1237, 0x08_7000, 0x09_7010, 0x0b_7113, 0x10_1111), found);
        }
    }

    @Test
    void clockShowsTheYearWithItsCentury() {
        try (PcBoard board = board(config())) {
            IoBus ports = board.machine().ports();
            assertEquals(0x20, cmos(ports, 0x32));
            assertEquals(0x26, cmos(ports, 0x09));
        }
    }

    @Test
    void softOffPowersTheMachineOff() {
        try (PcBoard board = board(config())) {
            IoBus ports = board.machine().ports();
            writeConfig(ports, PM_FUNCTION, 0x40, 0xb000);
            writeConfig(ports, PM_FUNCTION, 0x80, 1);
            ports.write(0xb004, 0x2000, 2);
            assertInstanceOf(StopReason.PoweredOff.class, board.machine().run(Budget.ofInstructions(1000)));
        }
    }

    @Test
    void frameBufferFollowsItsBaseAndShowsInTheWindowsMemory() {
        try (PcBoard board = board(config())) {
            IoBus ports = board.machine().ports();
            AddressSpace memory = board.machine().memory();
            writeConfig(ports, DISPLAY_FUNCTION, 0x10, 0xe000_0000);
            writeConfig(ports, DISPLAY_FUNCTION, 4, 3);
            memory.write(0xe000_1234L, 0x55, 1);
            writeConfig(ports, DISPLAY_FUNCTION, 0x10, 0xf000_0000);
            assertEquals(0x55, memory.read(0xf000_1234L, 1));
            assertEquals(0xff, memory.read(0xe000_1234L, 1));
        }
    }

    @Test
    void windowOverSomethingFixedStaysClosedUntilItMoves() {
        try (PcBoard board = board(config())) {
            IoBus ports = board.machine().ports();
            AddressSpace memory = board.machine().memory();
            writeConfig(ports, DISPLAY_FUNCTION, 4, 3);
            writeConfig(ports, DISPLAY_FUNCTION, 0x18, 0x0010_0000);
            memory.write(0x10_0000, 0x77, 1);
            assertEquals(0x77, memory.read(0x10_0000, 1));
            writeConfig(ports, IDE_FUNCTION, 0x20, 0x1f0);
            writeConfig(ports, IDE_FUNCTION, 4, 5);
            writeConfig(ports, IDE_FUNCTION, 0x20, 0xc000);
            ports.write(0xc004, 0x1234_5678, 4);
            assertEquals(0x1234_5678, ports.read(0xc004, 4));
        }
    }

    @Test
    void vgaBiosIsBehindTheRomBaseToo() {
        byte[] vgaBios = {0x55, (byte) 0xaa, 4};
        try (PcBoard board = board(config().withFirmware(new byte[0x1_0000], vgaBios))) {
            IoBus ports = board.machine().ports();
            writeConfig(ports, DISPLAY_FUNCTION, 0x30, 0xfeb0_0001);
            writeConfig(ports, DISPLAY_FUNCTION, 4, 3);
            assertEquals(0x4aa55, board.machine().memory().read(0xfeb0_0000L, 4) & 0xff_ffff);
            assertEquals(0x4aa55, board.machine().memory().read(0xc_0000, 4) & 0xff_ffff);
        }
    }

    @Test
    void cmosTellsOfMemoryAndDrives() throws PcConfigException {
        List<BlockBackend> floppy = List.of(new MemoryBackend(new byte[1_474_560], false));
        List<BlockBackend> disk = List.of(new MemoryBackend(new byte[1 << 20], false));
        PcConfig config = config().withMemory(64 * PcConfig.MIB).withDrives(PcDrives.of(floppy, disk, List.of()));
        try (PcBoard board = board(config)) {
            IoBus ports = board.machine().ports();
            assertEquals(0x40, cmos(ports, 0x10));
            assertEquals(0xf0, cmos(ports, 0x12));
            assertEquals(0x07, cmos(ports, 0x14));
            assertEquals(63 * 1024, cmos(ports, 0x17) | cmos(ports, 0x18) << 8);
            assertEquals(768, cmos(ports, 0x34) | cmos(ports, 0x35) << 8);
            assertEquals(0x21, cmos(ports, 0x3d));
        }
    }

    @Test
    void resetKeepsRamAndCmosAndClosesWindows() {
        try (PcBoard board = board(config())) {
            Machine machine = board.machine();
            IoBus ports = machine.ports();
            machine.memory().write(0x5000, 0x99, 1);
            ports.write(0x70, 0x0f, 1);
            ports.write(0x71, 0x0a, 1);
            writeConfig(ports, PM_FUNCTION, 0x40, 0xb000);
            writeConfig(ports, PM_FUNCTION, 0x80, 1);
            machine.reset();
            assertEquals(0x99, machine.memory().read(0x5000, 1));
            assertEquals(0x0a, cmos(ports, 0x0f));
            assertEquals(0xffff, ports.read(0xb004, 2));
        }
    }

    @Test
    void port92AndTheKeyboardControllerBothMoveTheA20Gate() {
        try (PcBoard board = board(config())) {
            IoBus ports = board.machine().ports();
            AddressSpace memory = board.machine().memory();
            assertTrue(memory.a20());
            ports.write(0x92, 2, 1);
            ports.write(0x92, 0, 1);
            assertEquals(0, memory.gated(0x10_0000));
            ports.write(0x64, 0xd1, 1);
            ports.write(0x60, 0xdd, 1);
            ports.write(0x64, 0xd1, 1);
            ports.write(0x60, 0xdf, 1);
            assertEquals(0x10_0000, memory.gated(0x10_0000));
        }
    }

    @Test
    void sameConfigurationAndInputsGiveTheSameDigest() {
        String first;
        try (PcBoard board = board(config())) {
            first = board.machine().digest();
            board.machine().run(Budget.ofInstructions(5_000_000));
            assertNotEquals(first, board.machine().digest());
        }
        try (PcBoard board = board(config())) {
            assertEquals(first, board.machine().digest());
        }
    }

    @Test
    void kernelIsInMemoryAfterEveryReset() {
        java.nio.ByteBuffer elf = java.nio.ByteBuffer.allocate(0x60).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c457f).put(4, (byte) 1).put(5, (byte) 1).putShort(18, (short) 3);
        elf.putInt(24, 0x10_0000).putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 1);
        elf.putInt(52, 1).putInt(56, 0x54).putInt(60, 0x10_0000).putInt(64, 0x10_0000);
        elf.putInt(68, 12).putInt(72, 12).putInt(0x54, 0x1234_5678);
        PcConfig.Kernel kernel = new PcConfig.Kernel(new BootFile("k", elf.array()), "", List.of());
        try (PcBoard board = board(PcConfig.of(IDLE).withKernel(kernel))) {
            Machine machine = board.machine();
            CpuState state = machine.cpus().getFirst().state();
            assertEquals(0x10_0000, state.rip);
            assertEquals(0x11, state.cr0, "protected, and the caches are on");
            assertEquals(0x67, state.tr.limit);
            machine.memory().write(0x10_0000, 0, 4);
            machine.reset();
            assertEquals(0x1234_5678, machine.memory().read(0x10_0000, 4));
            assertEquals(0x2044_5352, machine.memory().read(0xf_0000, 4), "RSD PTR, where Linux is told that it is");
            assertEquals(0x5343_4146, machine.memory().read(0xf_0040, 4), "FACS");
            machine.memory().write(0xf_0050, 1, 4);
            assertEquals(1, machine.memory().read(0xf_0050, 4));
            assertEquals(0x0b0b_0a0a, readConfig(machine.ports(), ISA_BRIDGE, 0x60), "PIRQ routes");
            assertEquals(0x0c, machine.ports().read(0x4d1, 1), "level-triggered");
            assertEquals(9, readConfig(machine.ports(), PM_FUNCTION, 0x3c) & 0xff);
            assertMemoryTypes(machine.cpus().getFirst());
            machine.ports().write(0x604, 0x2000, 2);
            assertInstanceOf(StopReason.PoweredOff.class, machine.run(Budget.ofInstructions(10)));
        }
    }

    @Test
    void kernelFindsTheTextScreenAndTheBiosDataArea() {
        byte[] content = new byte[0x30];
        java.nio.ByteBuffer image = java.nio.ByteBuffer.wrap(content).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        image.putInt(0x1badb002).putInt(0x1_0000).putInt(-0x1bae_b002);
        image.putInt(0x10_0000).putInt(0x10_0000).putInt(0).putInt(0).putInt(0x10_0020);
        PcConfig.Kernel kernel = new PcConfig.Kernel(new BootFile("k", content), "", List.of());
        PcConfig config = PcConfig.of(IDLE).withKernel(kernel).withSerial(List.of(v -> {}, v -> {}));
        try (PcBoard board = board(config)) {
            AddressSpace memory = board.machine().memory();
            memory.write(0xb_8000, 0x0741, 2);
            assertEquals("A", TextScreen.of(board.vga()).orElseThrow().line(0).trim());
            assertEquals(0x02f8_03f8, memory.read(0x400, 4));
            assertEquals(639, memory.read(0x413, 2));
            int[] pixels = new ScreenRenderer(board.vga()).render(false).rgb();
            long lit = java.util.Arrays.stream(pixels)
                    .filter(p -> (p & 0xff_ffff) != 0)
                    .count();
            assertTrue(lit > 30, "lit pixels of an A: " + lit);
        }
    }

    @Test
    void impossibleConfigurationsAreRefusedInOneSentence() {
        for (PcConfig impossible : List.of(
                config().withMemory(0),
                config().withMemory(PcConfig.MIN_MEMORY + 1),
                config().withMemory(PcConfig.MAX_MEMORY + PcConfig.MIB),
                config().withFirmware(new byte[100], new byte[0]),
                config().withFirmware(new byte[0x1_0000], new byte[0x1_0001]))) {
            String sentence = assertThrows(PcConfigException.class, () -> new PcBoard(impossible))
                    .getMessage();
            assertEquals(-1, sentence.indexOf('\n'));
        }
    }

    @Test
    void garbageToEveryPortNeitherThrowsNorHangs() throws PcConfigException {
        List<BlockBackend> floppy = List.of(new MemoryBackend(new byte[1_474_560], false));
        List<BlockBackend> disk = List.of(new MemoryBackend(new byte[1 << 20], false));
        List<BlockBackend> cdrom = List.of(new MemoryBackend(new byte[1 << 20], false));
        PcConfig config = config().withDrives(PcDrives.of(floppy, disk, cdrom)).withSerial(List.of(v -> {}, v -> {}));
        Random random = new Random(92);
        int[] sizes = {1, 2, 4};
        try (PcBoard board = board(config)) {
            Machine machine = board.machine();
            for (int i = 0; i < 300_000; i++) {
                int port = random.nextInt(4) == 0 ? random.nextInt(0x1_0000) : random.nextInt(0x600);
                int size = sizes[random.nextInt(3)];
                if (random.nextBoolean()) {
                    machine.ports().write(port, random.nextInt(), size);
                } else {
                    machine.ports().read(port, size);
                }
                if (i % 64 == 0) {
                    machine.memory().write(random.nextInt() & 0xffff_ffffL, random.nextLong(), 8);
                    machine.run(Budget.ofInstructions(random.nextInt(50_000)));
                }
            }
        }
    }
}
