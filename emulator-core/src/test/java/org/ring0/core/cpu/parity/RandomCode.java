package org.ring0.core.cpu.parity;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.OpcodeMaps;
import org.ring0.core.cpu.decode.OperandCode;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;

/** Random programs out of the opcode rows: a loop around a block, a HLT behind it. */
final class RandomCode {
    /** Instructions after which a program could go anywhere, or wait for what never comes. */
    private static final Set<Mnemonic> EXCLUDED = Set.of(
            Mnemonic.HLT,
            Mnemonic.JMP,
            Mnemonic.JMPF,
            Mnemonic.CALL,
            Mnemonic.CALLF,
            Mnemonic.RET,
            Mnemonic.RETF,
            Mnemonic.IRET,
            Mnemonic.LOOP_,
            Mnemonic.LOOPE,
            Mnemonic.LOOPNE,
            Mnemonic.JCXZ);

    private static final Set<Mnemonic> GENTLE_SYSTEM = Set.of(
            Mnemonic.CWD,
            Mnemonic.RDTSC,
            Mnemonic.RDTSCP,
            Mnemonic.LEAVE,
            Mnemonic.CLC,
            Mnemonic.STC,
            Mnemonic.CMC,
            Mnemonic.CLD,
            Mnemonic.STD,
            Mnemonic.MUL,
            Mnemonic.IMUL_WIDE,
            Mnemonic.BSWAP,
            Mnemonic.SHLD,
            Mnemonic.SHRD,
            Mnemonic.BT,
            Mnemonic.BTS,
            Mnemonic.BTR,
            Mnemonic.BTC,
            Mnemonic.BSF,
            Mnemonic.BSR,
            Mnemonic.CMPXCHG,
            Mnemonic.XADD,
            Mnemonic.DAA);

    /** What the translator can be expected to know: without SSE, which would be half of it. */
    private static final List<Row> ROWS = OpcodeMaps.rows().stream()
            .filter(row -> !EXCLUDED.contains(row.mnemonic()) && !row.needsCpl0())
            .filter(row -> CpuModel.P6.features().hasAll(row.features()))
            .toList();

    /** All that there is. */
    private static final List<Row> WILD = OpcodeMaps.rows().stream()
            .filter(row -> row.mnemonic() != Mnemonic.HLT)
            .toList();

    /** As that, without what changes the ground that everything stands on. */
    private static final List<Row> UNPRIVILEGED =
            WILD.stream().filter(row -> !row.needsCpl0()).toList();

    /** Those that hardly ever fault, so that a program goes through all its rounds. */
    private static final List<Row> GENTLE = ROWS.stream()
            .filter(row -> row.mnemonic().shape() != Shape.SYSTEM || GENTLE_SYSTEM.contains(row.mnemonic()))
            .toList();

    private static final List<Row> STRINGS = GENTLE.stream()
            .filter(row -> row.mnemonic().shape() == Shape.STRING)
            .toList();

    private final Random random;
    private final boolean is32;
    private final boolean is64;
    private final CpuMode mode;

    /** @param codeSize 2, 4 or 8 bytes, as {@code CpuMode} has it */
    RandomCode(Random random, int codeSize) {
        this.random = random;
        is32 = codeSize >= 4;
        is64 = codeSize == 8;
        mode = new CpuMode(Integer.numberOfTrailingZeros(codeSize));
    }

    private List<Row> existing(List<Row> rows) {
        return rows.stream().filter(row -> row.exists(is64, true)).toList();
    }

    /** A program of {@code count} instructions that counts the word at {@code counter} down and halts. */
    byte[] program(int count, int counter) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Row> rows = existing(random.nextInt(4) == 0 ? ROWS : GENTLE);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(4) == 0) {
                skip(out);
            } else {
                List<Row> from = random.nextInt(8) == 0 ? STRINGS : rows;
                instruction(out, from.get(random.nextInt(from.size())));
            }
        }
        loop(out, counter);
        out.write(0xf4);
        return out.toByteArray();
    }

    /** As that, of all rows and ways to jump, for a machine whose handlers deal with faults; INT {@code end} ends it. */
    byte[] wildProgram(int count, int counter, boolean privileged, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (random.nextInt(8) == 0) {
            // FLDCW [7F10h]
            out.write(0xd9);
            absolute(out, 5, 0x7f10);
        }
        List<Row> rows = switch (random.nextInt(4)) {
            case 0 -> privileged ? WILD : UNPRIVILEGED;
            case 1 -> existing(ROWS);
            default -> existing(GENTLE);
        };
        for (int i = 0; i < count; i++) {
            switch (random.nextInt(8)) {
                case 0 -> skip(out);
                case 1 -> transfer(out);
                default -> instruction(out, rows.get(random.nextInt(rows.size())));
            }
        }
        loop(out, counter);
        out.write(0xcd);
        out.write(end);
        return out.toByteArray();
    }

    /** A near transfer of any form; most go forward, few lead out of the program. */
    private void transfer(ByteArrayOutputStream out) {
        int distance = random.nextInt(6) == 0 ? -random.nextInt(12) : random.nextInt(6);
        int size = is32 ? 4 : 2;
        if (random.nextInt(10) == 0) {
            out.write(0x66);
            size = is64 ? 4 : 6 - size;
        }
        switch (random.nextInt(6)) {
            case 0 -> {
                out.write(0x0f);
                out.write(0x80 + random.nextInt(16));
                immediate(out, distance, size);
            }
            case 1 -> {
                out.write(0xe8 + random.nextInt(2));
                immediate(out, distance, size);
            }
            case 2 -> {
                out.write(0xe0 + random.nextInt(4));
                out.write(distance);
            }
            case 3 -> {
                // CALL to the byte behind it, POP
                out.write(0xe8);
                immediate(out, 0, size);
                out.write(0x58 + random.nextInt(8));
            }
            case 4 -> {
                // CALL over a jump to a RET, which comes back to the jump
                out.write(0xe8);
                immediate(out, 2, size);
                out.writeBytes(new byte[] {(byte) 0xeb, 1, (byte) 0xc3});
            }
            default -> out.writeBytes(new byte[] {(byte) 0xff, (byte) (0xd0 + random.nextInt(24))});
        }
    }

    private void loop(ByteArrayOutputStream out, int counter) {
        // DEC word [counter]; JNZ to the start
        out.write(is32 ? 0x66 : 0x90);
        out.write(0xff);
        absolute(out, 1, counter);
        int back = -(out.size() + (is32 ? 6 : 4));
        out.write(0x0f);
        out.write(0x85);
        immediate(out, back, is32 ? 4 : 2);
    }

    /** A ModRM byte with a memory operand at an address alone. */
    private void absolute(ByteArrayOutputStream out, int reg, int address) {
        if (is64) {
            out.write(reg << 3 | 4);
            out.write(0x25);
        } else {
            out.write(reg << 3 | (is32 ? 5 : 6));
        }
        immediate(out, address, is32 ? 4 : 2);
    }

    /** A jump over the next few bytes, which may land in the middle of an instruction. */
    private void skip(ByteArrayOutputStream out) {
        out.write(random.nextInt(3) == 0 ? 0xeb : 0x70 + random.nextInt(16));
        out.write(random.nextInt(8));
    }

    private void instruction(ByteArrayOutputStream whole, Row row) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean operandPrefix = random.nextInt(5) == 0;
        boolean addressPrefix = random.nextInt(12) == 0;
        if (operandPrefix) {
            out.write(0x66);
        }
        if (addressPrefix) {
            out.write(0x67);
        }
        if (random.nextInt(row.mnemonic().shape() == Shape.STRING ? 3 : 16) == 0) {
            out.write(new int[] {0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0xf3, 0xf2}[random.nextInt(8)]);
        }
        if (row.mandatoryPrefix() != 0 && !row.isVex()) {
            out.write(row.mandatoryPrefix());
        }
        if (is64 && random.nextInt(3) != 0) {
            out.write(0x40 + random.nextInt(16));
        }
        int opcode = row.opcode();
        if (row.isVex()) {
            vex(out, row);
        } else if (opcode >= 0x0f_0000) {
            out.write(opcode >> 16);
            out.write(opcode >> 8);
        } else if (opcode >= 0x0f00) {
            out.write(0x0f);
        }
        out.write(opcode & 0xff);
        if (row.hasModRm()) {
            int modRm = random.nextInt(256);
            out.write(row.digit() >= 0 ? modRm & 0xc7 | row.digit() << 3 : modRm);
        }
        tail(out, whole);
    }

    /** The VEX prefix of a row, in three bytes. */
    private void vex(ByteArrayOutputStream out, Row row) {
        int map = 1 + List.of(0x0f, 0x0f38, 0x0f3a).indexOf(row.opcode() >> 8);
        int prefix = List.of(0, 0x66, 0xf3, 0xf2).indexOf(row.mandatoryPrefix());
        boolean named = row.operands().contains(OperandCode.By);
        out.write(0xc4);
        out.write(0xe0 | map);
        out.write((named ? random.nextInt(16) : 15) << 3 | prefix);
    }

    /** Whatever the decoder still asks for: displacements and immediates, small ones more often than not. */
    private void tail(ByteArrayOutputStream instruction, ByteArrayOutputStream out) {
        byte[] head = instruction.toByteArray();
        int[] read = {0};
        try {
            new Decoder()
                    .decode(
                            () -> {
                                if (read[0] < head.length) {
                                    return head[read[0]++] & 0xff;
                                }
                                int value = random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(4);
                                instruction.write(value);
                                return value;
                            },
                            mode);
        } catch (CpuException tooLong) {
            return;
        }
        out.writeBytes(instruction.toByteArray());
    }

    private static void immediate(ByteArrayOutputStream out, int value, int size) {
        for (int i = 0; i < size; i++) {
            out.write(value >>> 8 * i);
        }
    }
}
