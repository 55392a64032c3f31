package org.ring0.core.cpu.isa.sse;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ring0.core.cpu.decode.OpcodeMaps;
import org.ring0.core.cpu.decode.OperandCode;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.model.FeatureSet;

/** An encoding of an instruction that came with SSE or later; a memory operand is an absolute address. */
record SseForm(Row row, boolean memory, int modRm, int immediate) {
    private static final FeatureSet FEATURES =
            FeatureSet.of(Feature.SSE, Feature.SSE2, Feature.SSE3, Feature.SSSE3, Feature.POPCNT, Feature.CLFSH);

    /** The rows of everything that SSE and its successors brought. */
    static List<Row> rows() {
        return OpcodeMaps.rows().stream()
                .filter(row -> !row.features().equals(FeatureSet.NONE) && FEATURES.hasAll(row.features()))
                .toList();
    }

    /** Both forms of a row, or the one it has, with random registers and immediate. */
    static List<SseForm> of(Row row, Random random) {
        List<SseForm> forms = new ArrayList<>();
        for (boolean memory : new boolean[] {false, true}) {
            if (row.allows(memory)) {
                int reg = row.digit() >= 0 ? row.digit() : register(random);
                forms.add(new SseForm(row, memory, 0xc0 | reg << 3 | register(random), random.nextInt(256)));
            }
        }
        return forms;
    }

    /** Not ESP, which host and guest use. */
    private static int register(Random random) {
        int register = random.nextInt(7);
        return register < 4 ? register : register + 1;
    }

    Mnemonic mnemonic() {
        return row.mnemonic();
    }

    boolean approximates() {
        return switch (mnemonic()) {
            case RCPPS, RCPSS, RSQRTPS, RSQRTSS -> true;
            default -> false;
        };
    }

    boolean isMasked() {
        return mnemonic() == Mnemonic.MASKMOVQ || mnemonic() == Mnemonic.MASKMOVDQU;
    }

    /** For 32-bit code. */
    byte[] code32(int address) {
        return code(false, address);
    }

    /** For 64-bit code, whose absolute addresses need a SIB byte. */
    byte[] code64(int address) {
        return code(true, address);
    }

    private byte[] code(boolean is64, int address) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        if (row.mandatoryPrefix() != 0) {
            code.write(row.mandatoryPrefix());
        }
        for (int shift = 16; shift >= 0; shift -= 8) {
            if (row.opcode() >> shift != 0) {
                code.write(row.opcode() >> shift);
            }
        }
        if (memory) {
            code.write(modRm & 0x38 | (is64 ? 4 : 5));
            if (is64) {
                code.write(0x25);
            }
            for (int shift = 0; shift < 32; shift += 8) {
                code.write(address >> shift);
            }
        } else {
            code.write(modRm);
        }
        if (row.operands().contains(OperandCode.Ib)) {
            code.write(immediate);
        }
        return code.toByteArray();
    }

    @Override
    public String toString() {
        return "%s modrm=%02x imm=%02x%s".formatted(row, modRm, immediate, memory ? " memory" : "");
    }
}
