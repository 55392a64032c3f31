package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.OpcodeMaps;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;

/** The law of the two engines on SSE's instructions, with numbers of all kinds and every rounding. */
class SseParityTest {
    private static final long SEED = Long.getLong("ring0.seed", 1);
    private static final int PROGRAMS = Integer.getInteger("ring0.rounds", 150);
    private static final int ROUNDS = 12;
    private static final int DATA = 0xa000;
    private static final int[] BASES = {0, 3, 6, 7};
    /** Masked; the same with PE; DAZ and FTZ; rounding down, up, to zero; PM or all unmasked. */
    private static final int[] CONTROLS = {
        0x1f80, 0x1f80, 0x1fa0, 0x1fa0, 0x9fc0, 0x9fe0, 0x3f80, 0x5fa0, 0x7f80, 0x1fbf, 0x0fa0, 0x0000
    };

    private static final Set<Mnemonic> OUTSIDE =
            Set.of(Mnemonic.MASKMOVDQU, Mnemonic.LDMXCSR, Mnemonic.FXRSTOR, Mnemonic.FXSAVE);
    private static final List<Row> ROWS = OpcodeMaps.rows().stream()
            .filter(row -> row.isXmm() && !OUTSIDE.contains(row.mnemonic()))
            .filter(row -> CpuModel.MAX32.features().hasAll(row.features()))
            .toList();

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void enginesLeaveTheSameState(int threshold) {
        List<Translator> translators = new ArrayList<>();
        try (Subject interpreted = new Subject(Interpreter::new);
                Subject translated = new Subject(cpu -> {
                    translators.add(Translator.immediate(cpu, MemoryAccess.best(), threshold));
                    return new Interpreter(cpu, translators.getFirst());
                })) {
            for (int program = 0; program < PROGRAMS; program++) {
                byte[] code = program();
                long seed = random.nextLong();
                load(interpreted, code, seed);
                load(translated, code, seed);
                String what = "-Dring0.seed=%d program %d: %s"
                        .formatted(SEED, program, HexFormat.of().formatHex(code));
                while (!interpreted.ended()) {
                    long until = interpreted.state().cycle + 1 + random.nextInt(200);
                    interpreted.runTo(until);
                    translated.runTo(until);
                    if (!interpreted.isLike(translated)) {
                        assertEquals(interpreted.registers(), translated.registers(), what);
                        assertEquals(xmm(interpreted), xmm(translated), what);
                        throw new AssertionError(interpreted.difference(translated) + what);
                    }
                }
            }
        }
        assertTrue(translators.getFirst().statistics().instructions() > 2 * PROGRAMS, "hardly anything was translated");
    }

    private static String xmm(Subject subject) {
        StringBuilder text = new StringBuilder();
        var xmm = subject.state().xmm;
        for (int n = 0; n < 8; n++) {
            text.append("xmm%d=%016x%016x ".formatted(n, xmm.high[n], xmm.low[n]));
        }
        return text.append("mxcsr=%x".formatted(xmm.mxcsr)).toString();
    }

    private void load(Subject subject, byte[] code, long seed) {
        Random values = new Random(seed);
        long[] registers = new long[8];
        for (int r = 0; r < registers.length; r++) {
            registers[r] = DATA + 16 * values.nextInt(64) + (values.nextInt(300) == 0 ? 4 : 0);
        }
        registers[4] = 0x7800;
        subject.load(code, ROUNDS, 4, registers);
        var s = subject.state();
        s.cr4 |= ControlBits.CR4_OSXMMEXCPT;
        s.xmm.mxcsr = CONTROLS[values.nextInt(CONTROLS.length)];
        int kind = values.nextInt(5);
        for (int n = 0; n < 8; n++) {
            s.xmm.set(n, number(values, kind), number(values, kind));
        }
        for (int n = 0; n < 128; n++) {
            subject.memory().write(DATA + 8 * n, number(values, kind), 8);
        }
    }

    private static long number(Random random, int kind) {
        return switch (random.nextInt(12) == 0 ? random.nextInt(8) : kind) {
            case 0 -> Double.doubleToRawLongBits(random.nextGaussian());
            case 1 -> Double.doubleToRawLongBits(random.nextInt(2000) - 1000);
            case 2 -> single((float) random.nextGaussian(), (float) (random.nextGaussian() * 100));
            case 3 -> single(random.nextInt(100), random.nextInt(100) - 50);
            case 4 -> random.nextLong();
            case 5 -> random.nextLong() & 0x800f_ffff_ffff_ffffL;
            case 6 -> random.nextBoolean() ? 0x7ff0_0000_0000_0000L : 0x7f80_0000_ff80_0000L;
            default -> 0;
        };
    }

    private static long single(float low, float high) {
        return Float.floatToRawIntBits(low) & 0xffff_ffffL | (long) Float.floatToRawIntBits(high) << 32;
    }

    private byte[] program() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int n = 2 + random.nextInt(12); n > 0; n--) {
            instruction(out, ROWS.get(random.nextInt(ROWS.size())));
        }
        // DEC word [COUNTER]; JNZ to the start; HLT
        out.writeBytes(new byte[] {0x66, (byte) 0xff, 0x0d, 0, Subject.COUNTER >> 8, 0, 0, 0x0f, (byte) 0x85});
        int back = -(out.size() + 4);
        for (int n = 0; n < 4; n++) {
            out.write(back >> 8 * n);
        }
        out.write(0xf4);
        return out.toByteArray();
    }

    private void instruction(ByteArrayOutputStream whole, Row row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (row.mandatoryPrefix() != 0) {
            out.write(row.mandatoryPrefix());
        }
        int opcode = row.opcode();
        out.write(0x0f);
        if (opcode >= 0x0f_0000) {
            out.write(opcode >> 8);
        }
        out.write(opcode & 0xff);
        boolean general = row.operands().stream().anyMatch(code -> !code.isXmm());
        int reg = row.digit() >= 0 ? row.digit() : general ? 1 + random.nextInt(2) : random.nextInt(8);
        int rm = general ? 1 + random.nextInt(2) : random.nextInt(8);
        boolean memory = row.digit() < 0 && random.nextInt(3) == 0;
        out.write(memory ? reg << 3 | BASES[random.nextInt(BASES.length)] : 0xc0 | reg << 3 | rm);
        byte[] head = out.toByteArray();
        int[] read = {0};
        new Decoder().decode(() -> read[0] < head.length ? head[read[0]++] & 0xff : next(out), new CpuMode(2));
        whole.writeBytes(out.toByteArray());
    }

    private int next(ByteArrayOutputStream out) {
        int value = random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(20);
        out.write(value);
        return value;
    }
}
