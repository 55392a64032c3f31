package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;

/** Every condition behind every operation that sets flags: where translated code takes a short cut, it must be the same. */
class ConditionsTest {
    private static final int[] OPERANDS = {0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x8080_8080};
    private static final int ROUNDS = 3;

    /** Opcodes of the form op Ev, Gv; SBB and ADC take the carry that the program sets before them. */
    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x09, 0x11, 0x19, 0x21, 0x29, 0x31, 0x39, 0x85})
    void jumpsBehindAnOperationGoTheSameWay(int opcode) {
        for (int form = 0; form < 3; form++) {
            for (int a : OPERANDS) {
                for (int b : OPERANDS) {
                    check(program(opcode, form, a, b));
                }
            }
        }
    }

    private static void check(byte[] program) {
        try (Subject interpreted = new Subject(Interpreter::new);
                Subject translated =
                        new Subject(cpu -> new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), 1)))) {
            for (Subject subject : new Subject[] {interpreted, translated}) {
                subject.load(program, ROUNDS, 4, new long[8]);
                subject.runTo(subject.state().cycle + 10_000);
            }
            assertEquals(interpreted.registers(), translated.registers());
        }
    }

    /** @param form 0: 8-bit, 1: 16-bit, 2: 32-bit operands */
    private static byte[] program(int opcode, int form, int a, int b) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int condition = 0; condition < 16; condition++) {
            move(out, 0, a);
            move(out, 3, b);
            out.write(condition % 3 == 0 ? 0xf8 : 0xf9);
            if (form == 1) {
                out.write(0x66);
            }
            out.write(form == 0 ? opcode - 1 : opcode);
            out.write(0xd8);
            // Jcc over INC ESI; ROL ESI, 1
            out.writeBytes(new byte[] {(byte) (0x70 + condition), 1, 0x46, (byte) 0xd1, (byte) 0xc6});
        }
        // DEC word [counter]; JNZ to the start; HLT
        out.writeBytes(new byte[] {0x66, (byte) 0xff, 0x0d});
        dword(out, Subject.COUNTER);
        int back = -(out.size() + 6);
        out.write(0x0f);
        out.write(0x85);
        dword(out, back);
        out.write(0xf4);
        return out.toByteArray();
    }

    private static void move(ByteArrayOutputStream out, int register, int value) {
        out.write(0xb8 + register);
        dword(out, value);
    }

    private static void dword(ByteArrayOutputStream out, int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(value >>> shift);
        }
    }
}
