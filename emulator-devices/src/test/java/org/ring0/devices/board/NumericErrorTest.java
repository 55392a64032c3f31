package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.core.memory.AddressSpace;

/** An x87 exception by way of FERR#, the 8259s and port F0h, as DOS programs take it. */
class NumericErrorTest {
    private static final int ROM_SIZE = 0x1_0000;
    private static final byte[] JUMP_TO_F000_0000 = {(byte) 0xea, 0, 0, 0, (byte) 0xf0};
    private static final int RESET_OFFSET = 0xfff0;
    private static final int ZERO_DIVIDE_PENDING = 0x8084;
    private static final int STATUS_WITHOUT_TOP_AND_CODES = 0x80ff;

    @Test
    void irq13ComesBeforeTheNextInstructionAndItsHandlerMayUseTheFpu() throws Exception {
        PcConfig.Processor processor = new PcConfig.Processor(Interpreter::new, CpuReset::reset);
        PcConfig config = PcConfig.of(processor).withMemory(4 * PcConfig.MIB).withFirmware(rom(), new byte[0x8000]);
        try (PcBoard board = new PcBoard(config)) {
            assertInstanceOf(StopReason.Halted.class, board.machine().run(Budget.ofInstructions(100_000)));
            AddressSpace memory = board.machine().memory();
            assertEquals(1, memory.read(0x502, 1), "interrupts");
            assertEquals(2, memory.read(0x503, 1), "end");
            assertEquals(1, memory.read(0x504, 1), "place");
            assertEquals(0, memory.read(0x506, 2), "return address");
            assertEquals(ZERO_DIVIDE_PENDING, memory.read(0x508, 2) & STATUS_WITHOUT_TOP_AND_CODES);
        }
    }

    private static byte[] rom() throws IOException {
        byte[] rom = new byte[ROM_SIZE];
        try (InputStream in = NumericErrorTest.class.getResourceAsStream("/guest/irq13.bin")) {
            byte[] program = Objects.requireNonNull(in).readAllBytes();
            System.arraycopy(program, 0, rom, 0, program.length);
        }
        System.arraycopy(JUMP_TO_F000_0000, 0, rom, RESET_OFFSET, JUMP_TO_F000_0000.length);
        return rom;
    }
}
