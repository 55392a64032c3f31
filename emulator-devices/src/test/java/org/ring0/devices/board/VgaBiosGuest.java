package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.boot.BootException;
import org.ring0.firmware.Firmware;

/**
 * Calls of the VGA BIOS on a board whose system BIOS initializes it and does nothing else. ES:DI and ES:BP of every call
 * are {@link #BUFFER}.
 */
public final class VgaBiosGuest implements AutoCloseable {
    public static final int BUFFER = 0x6000;
    private static final int RESULTS = 0x5000;
    private static final int RESULT_SIZE = 8;
    private static final int ROM_SIZE = 0x1_0000;
    private static final int RESET_VECTOR = 0xfff0;
    private static final Budget ENOUGH = Budget.ofInstructions(20_000_000);

    /** The registers after a call. */
    record Registers(int ax, int bx, int cx, int dx) {
        int al() {
            return ax & 0xff;
        }
    }

    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private int calls;
    private PcBoard board;

    public VgaBiosGuest() {
        emit(0xfa, 0xb0, 0xff, 0xe6, 0x21, 0xe6, 0xa1); // cli, all interrupts masked
        emit(0x31, 0xc0, 0x8e, 0xd0, 0xbc, 0x00, 0x7c, 0x8e, 0xd8); // SS:SP = 0:7C00h, DS = 0
        emit(0x9a, 0x03, 0x00, 0x00, 0xc0); // call C000h:0003h
    }

    private void emit(int... bytes) {
        for (int b : bytes) {
            code.write(b);
        }
    }

    private void emitWord(int opcode, int word) {
        emit(opcode, word & 0xff, word >> 8 & 0xff);
    }

    /** Adds INT 10h with these registers; its results are number 0, 1 and so on in the order of the calls. */
    public VgaBiosGuest call(int ax, int bx, int cx, int dx) {
        emit(0x6a, 0x00, 0x07); // ES = 0
        emitWord(0xbf, BUFFER);
        emitWord(0xbd, BUFFER);
        emitWord(0xb8, ax);
        emitWord(0xbb, bx);
        emitWord(0xb9, cx);
        emitWord(0xba, dx);
        emit(0xcd, 0x10);
        int result = RESULTS + RESULT_SIZE * calls++;
        emitWord(0xa3, result);
        emit(0x89);
        emitWord(0x1e, result + 2);
        emit(0x89);
        emitWord(0x0e, result + 4);
        emit(0x89);
        emitWord(0x16, result + 6);
        return this;
    }

    /** Runs all calls, with these bytes in the buffer, until the processor halts. */
    public VgaBiosGuest run(int... buffer) {
        emit(0xfa, 0xf4); // cli, hlt
        byte[] bios = new byte[ROM_SIZE];
        byte[] program = code.toByteArray();
        System.arraycopy(program, 0, bios, 0, program.length);
        byte[] start = {(byte) 0xea, 0x00, 0x00, 0x00, (byte) 0xf0}; // jmp F000h:0000h
        System.arraycopy(start, 0, bios, RESET_VECTOR, start.length);
        PcConfig config = PcConfig.of(new PcConfig.Processor(Interpreter::new, CpuReset::reset))
                .withMemory(2 * PcConfig.MIB)
                .withFirmware(bios, Firmware.vgaBios());
        try {
            board = new PcBoard(config);
        } catch (PcConfigException | BootException e) {
            throw new AssertionError(e);
        }
        for (int i = 0; i < buffer.length; i++) {
            board.machine().memory().write(BUFFER + i, buffer[i], 1);
        }
        assertInstanceOf(StopReason.Halted.class, board.machine().run(ENOUGH));
        return this;
    }

    Registers result(int call) {
        int at = RESULTS + RESULT_SIZE * call;
        return new Registers(word(at), word(at + 2), word(at + 4), word(at + 6));
    }

    public int octet(int physical) {
        return (int) board.machine().memory().read(physical, 1);
    }

    int word(int physical) {
        return (int) board.machine().memory().read(physical, 2);
    }

    int dword(int physical) {
        return (int) board.machine().memory().read(physical, 4);
    }

    /** A register behind an index port. */
    int indexed(int port, int index) {
        board.machine().ports().write(port, index, 1);
        return board.machine().ports().read(port + 1, 1);
    }

    /** A register of the DISPI interface. */
    int dispi(int index) {
        board.machine().ports().write(0x1ce, index, 2);
        return board.machine().ports().read(0x1cf, 2);
    }

    @Override
    public void close() {
        board.close();
    }
}
