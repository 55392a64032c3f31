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

/**
 * An encoding of an instruction that came with SSE or later; a memory operand is an absolute address.
 *
 * @param rex the REX prefix of 64-bit code, 0 for 32-bit code
 */
record SseForm(Row row, boolean memory, int rex, int modRm, int immediate) {
    private static final FeatureSet FEATURES = FeatureSet.of(
            Feature.SSE,
            Feature.SSE2,
            Feature.SSE3,
            Feature.SSSE3,
            Feature.SSE4_1,
            Feature.SSE4_2,
            Feature.AES,
            Feature.PCLMULQDQ,
            Feature.SHA,
            Feature.POPCNT,
            Feature.CLFSH);

    private static final int REX = 0x40;
    private static final int REX_W = 8;
    private static final int REX_R = 4;
    private static final int REX_B = 1;

    /** The rows of everything that SSE and its successors brought. */
    static List<Row> rows() {
        return OpcodeMaps.rows().stream()
                .filter(row -> !row.features().equals(FeatureSet.NONE) && FEATURES.hasAll(row.features()))
                .toList();
    }

    /** Both forms of a row, or the one it has, with random registers and immediate. */
    static List<SseForm> of(Row row, boolean is64, Random random) {
        List<SseForm> forms = new ArrayList<>();
        for (boolean memory : new boolean[] {false, true}) {
            if (row.allows(memory)) {
                int reg = row.digit() >= 0 ? row.digit() : register(random);
                int rex = is64 ? REX | random.nextInt() & (REX_W | REX_R | REX_B) : 0;
                forms.add(new SseForm(row, memory, rex, 0xc0 | reg << 3 | register(random), random.nextInt(256)));
            }
        }
        return forms;
    }

    /** Not ESP, which host and guest use. */
    private static int register(Random random) {
        int register = random.nextInt(7);
        return register < 4 ? register : register + 1;
    }

    /** The register that ModRM.reg names. */
    int reg() {
        return modRm >> 3 & 7 | ((rex & REX_R) != 0 ? 8 : 0);
    }

    /** The register that ModRM.rm names. */
    int rm() {
        return modRm & 7 | ((rex & REX_B) != 0 ? 8 : 0);
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

    boolean comparesStrings() {
        return switch (mnemonic()) {
            case PCMPESTRI, PCMPESTRM, PCMPISTRI, PCMPISTRM -> true;
            default -> false;
        };
    }

    boolean isMasked() {
        return mnemonic() == Mnemonic.MASKMOVQ || mnemonic() == Mnemonic.MASKMOVDQU;
    }

    /** For the guest, whose code has 32 or 64 bits. */
    byte[] guestCode(int address) {
        return code(rex != 0, address);
    }

    /** For the host's 64-bit code, whose absolute addresses need a SIB byte. */
    byte[] code64(int address) {
        return code(true, address);
    }

    private byte[] code(boolean is64, int address) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        if (row.mandatoryPrefix() != 0) {
            code.write(row.mandatoryPrefix());
        }
        if (rex != 0) {
            code.write(rex);
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
        return "%s rex=%02x modrm=%02x imm=%02x%s".formatted(row, rex, modRm, immediate, memory ? " memory" : "");
    }
}
