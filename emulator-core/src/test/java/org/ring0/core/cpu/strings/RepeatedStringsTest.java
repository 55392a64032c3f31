package org.ring0.core.cpu.strings;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;

/** What the manual says that a repeated string instruction leaves, in whole and in its cycles. */
class RepeatedStringsTest {
    private static final int DATA = 0x1_0000;
    private static final int FLAGS = Eflags.CF | Eflags.ZF | Eflags.SF | Eflags.DF;

    @ParameterizedTest
    @CsvSource({
        // code, DF, EAX, ECX, ESI, EDI; bytes from 10000h on; then bytes, ECX, ESI, EDI, CF ZF SF DF, iterations
        "f3a4,   0, 0, 5, 10000, 10001, 010203040506,         010101010101,         0, 10005, 10006, 0,   5",
        "f3a4,   0, 0, 4, 10000, 10002, 010203040506,         010201020102,         0, 10004, 10006, 0,   4",
        "f3a4,   0, 0, 4, 10002, 10000, 010203040506,         030405060506,         0, 10006, 10004, 0,   4",
        "f3a4,   1, 0, 5, 10005, 10004, 010203040506,         060606060606,         0, 10000, ffff,  400, 5",
        "f3a4,   1, 0, 4, 10003, 10005, 010203040506,         010201020304,         0, ffff,  10001, 400, 4",
        "f366a5, 0, 0, 2, 10000, 10001, 0102030405,           0101020204,           0, 10004, 10005, 0,   2",
        "f3a5,   1, 0, 2, 10004, 10005, 010203040506070809,   010102030405060708,   0, fffc,  fffd,  400, 2",
        "f366ab, 0, a1b2, 3, 0,  10001, 00000000000000000000, 00b2a1b2a1b2a1000000, 0, 0,     10007, 0,   3",
        "f3ab,   1, 4030201, 2, 0, 10004, 0000000000000000,   0102030401020304,     0, 0,     fffc,  400, 2",
        "f2ae,   0, 3, ff, 0,    10000, 0102030405,           0102030405,           fc, 0,    10003, 40,  3",
        "f3ae,   0, 1, ff, 0,    10000, 0101010105,           0101010105,           fa, 0,    10005, 81,  5",
        "f2ae,   1, 2, ff, 0,    10008, 0102000000000000ff,   0102000000000000ff,   f7, 0,    10000, 440, 8",
        "f3a6,   0, 0, 4, 10000, 10004, 0102030401020504,     0102030401020504,     1, 10003, 10007, 81,  3",
        "f3a7,   0, 0, 1, 10000, 10004, 0102030401020304,     0102030401020304,     0, 10004, 10008, 40,  1",
        "f2a6,   1, 0, 4, 10003, 10007, 0102030409020a0b,     0102030409020a0b,     1, 10000, 10004, 440, 3",
        "f3ac,   0, 0, 3, 10000, 0,     010203,               010203,               0, 10003, 0,     0,   3",
    })
    void endsAsTheManualSays(
            String code,
            int df,
            String eax,
            String ecx,
            String esi,
            String edi,
            String before,
            String after,
            String leftEcx,
            String leftEsi,
            String leftEdi,
            String flags,
            int iterations) {
        byte[] memory = new byte[StringMachine.RAM];
        byte[] data = HexFormat.of().parseHex(before);
        System.arraycopy(data, 0, memory, DATA, data.length);
        long[] registers = {hex(eax), hex(ecx), 0, 0, 0, 0, hex(esi), hex(edi)};
        byte[] program = HexFormat.of().parseHex(code + "f4");
        Scenario scenario = new Scenario(
                true,
                StringMachine.CODE,
                program,
                1,
                memory,
                false,
                Map.of(),
                registers,
                df != 0 ? Eflags.DF : 0,
                List.of(),
                List.of(),
                true);
        try (StringMachine machine = new StringMachine(Interpreter::new)) {
            machine.load(scenario);
            CpuState s = machine.state();
            long start = s.cycle;
            machine.runTo(start + 1000);
            byte[] left = machine.ram().asSlice(DATA, data.length).toArray(JAVA_BYTE);
            assertEquals(after, HexFormat.of().formatHex(left));
            assertEquals(hex(leftEcx), s.gpr[CpuState.RCX]);
            assertEquals(hex(leftEsi), s.gpr[CpuState.RSI]);
            assertEquals(hex(leftEdi), s.gpr[CpuState.RDI]);
            assertEquals(hex(flags), s.eflags() & FLAGS);
            assertEquals(iterations + 1, s.cycle - start);
        }
    }

    private static long hex(String value) {
        return Long.parseLong(value, 16);
    }
}
