package org.ring0.core.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.OpcodeMaps;
import org.ring0.core.cpu.decode.OperandCode;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.state.CpuMode;

/** The texts of {@code disassembly.txt} are NASM's sources of the bytes beside them, where the notation is NASM's. */
class DisassemblerTest {
    private static final int ADDRESS = 0x1000;
    /** Behind every instruction: ModRM, SIB, displacement and immediates, as far as it has them. */
    private static final byte[] TAIL = HexFormat.of().parseHex("2413121110090807060504030201");

    private static CpuMode mode(int codeSize) {
        int protectedMode = 1 << 3;
        return new CpuMode(protectedMode | Integer.numberOfTrailingZeros(codeSize));
    }

    static List<String> table() throws IOException {
        try (InputStream file = DisassemblerTest.class.getResourceAsStream("/disassembly.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void bytesReadAsWritten(String line) {
        String[] columns = line.split(" \\| ");
        byte[] code = HexFormat.ofDelimiter(" ").parseHex(columns[1]);
        CpuMode mode = mode(Integer.parseInt(columns[0]) / 8);
        assertEquals(new Disassembler.Line(columns[2], code.length), Disassembler.line(code, 0, mode, ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void everyRowHasText(int codeSize) {
        for (Row row : OpcodeMaps.rows()) {
            // REX.W is 64-bit code's.
            for (int mod = 0; mod < 4; mod++) {
                boolean exists = row.exists(codeSize == 8, false) && row.rexW() != 1;
                if (exists && (!row.hasModRm() || row.allows(mod < 3))) {
                    checkRow(row, mod, mode(codeSize));
                }
            }
        }
    }

    private static void checkRow(Row row, int mod, CpuMode mode) {
        byte[] code = bytes(row, mod);
        int[] at = {0};
        Instruction instruction = new Decoder().decode(() -> code[at[0]++] & 0xff, mode);
        assertEquals(row.mnemonic(), instruction.mnemonic, row::toString);
        assertSame(row.operands(), OpcodeMaps.of(instruction).operands(), row::toString);
        String text = Disassembler.text(instruction, mode, ADDRESS);
        assertTrue(text.matches("(o16 |o32 |o64 )?[a-z][a-z0-9]*( [^ ].*)?"), () -> row + ": " + text);
        assertFalse(text.contains("null"), () -> row + ": " + text);
        boolean hasMemory = instruction.isMemory;
        assertEquals(hasMemory, text.contains("["), () -> row + ": " + text);
    }

    private static byte[] bytes(Row row, int mod) {
        byte[] code = new byte[4 + TAIL.length];
        int length = 0;
        if (row.isVex()) {
            int map = 1 + List.of(0x0f, 0x0f38, 0x0f3a).indexOf(row.opcode() >> 8);
            int prefix = List.of(0, 0x66, 0xf3, 0xf2).indexOf(row.mandatoryPrefix());
            int register = row.operands().contains(OperandCode.By) ? 9 : 15;
            code[length++] = (byte) 0xc4;
            code[length++] = (byte) (0xe0 | map);
            code[length++] = (byte) (register << 3 | prefix);
        } else if (row.mandatoryPrefix() != 0) {
            code[length++] = (byte) row.mandatoryPrefix();
        }
        for (int shift = 16; shift >= 0; shift -= 8) {
            if (shift == 0 || row.opcode() >> shift != 0 && !row.isVex()) {
                code[length++] = (byte) (row.opcode() >> shift);
            }
        }
        System.arraycopy(TAIL, 0, code, length, TAIL.length);
        if (row.hasModRm()) {
            int reg = row.digit() >= 0 ? row.digit() : row.operands().contains(OperandCode.Sw) ? 0 : 3;
            code[length] = (byte) (row.modRm() >= 0 ? row.modRm() : mod << 6 | reg << 3 | 4);
        }
        return code;
    }

    @Test
    void incompleteInstructionIsData() {
        byte[] code = {(byte) 0x81, 0x05, 0x12};
        assertEquals(new Disassembler.Line("db 0x81,0x05,0x12", 3), Disassembler.line(code, 0, mode(4), ADDRESS));
        assertEquals("db 0x12", Disassembler.line(code, 2, mode(4), ADDRESS).text());
    }

    @Test
    void sixteenthByteIsNotRead() {
        byte[] code = new byte[20];
        java.util.Arrays.fill(code, (byte) 0x66);
        assertEquals(
                Decoder.MAX_LENGTH, Disassembler.line(code, 0, mode(4), ADDRESS).length());
    }
}
