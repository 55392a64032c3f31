package org.ring0.core.oracle;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.ring0.core.cpu.decode.OpcodeMaps;
import org.ring0.core.cpu.decode.OperandCode;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.model.FeatureSet;

/**
 * A random encoding, for 64-bit code, of an integer instruction that came after the Pentium Pro. It names no RSP, and its
 * memory operand is an absolute address.
 *
 * @param word with the operand-size prefix
 * @param wide REX.W or VEX.W
 * @param reg the register of ModRM.reg
 * @param rm that of ModRM.rm, or -1: memory
 * @param vvvv the one that VEX names
 * @param immediate of RORX
 */
record ExtensionForm(Row row, boolean word, boolean wide, int reg, int rm, int vvvv, int immediate) {
    private static final FeatureSet COVERED = FeatureSet.of(
            Feature.LZCNT, Feature.BMI1, Feature.BMI2, Feature.ADX, Feature.MOVBE, Feature.POPCNT, Feature.CMPXCHG16B);

    /** Whether this is where the row is compared with the host. */
    static boolean covers(Row row) {
        return !row.features().equals(FeatureSet.NONE) && COVERED.hasAll(row.features());
    }

    static ExtensionForm of(Row row, SplittableRandom random) {
        boolean memory = row.allows(true) && (!row.allows(false) || random.nextBoolean());
        boolean sized = row.operands().stream().anyMatch(code -> code.width == OperandCode.Width.V);
        boolean wide = row.rexW() >= 0 ? row.rexW() == 1 : random.nextBoolean();
        int vvvv = row.operands().contains(OperandCode.By) ? register(random) : 0;
        int reg = row.digit() >= 0 ? row.digit() : register(random);
        return new ExtensionForm(
                row,
                sized && random.nextInt(3) == 0,
                wide,
                reg,
                memory ? -1 : register(random),
                vvvv,
                random.nextInt(256));
    }

    private static int register(SplittableRandom random) {
        int register = random.nextInt(15);
        return register < 4 ? register : register + 1;
    }

    /** Whether the same bytes are 32-bit code too, with 32 bits of the registers. */
    boolean isFor32() {
        return !wide && reg < 8 && rm < 8 && vvvv < 8;
    }

    Mnemonic mnemonic() {
        return row.mnemonic();
    }

    /** @param address of the memory operand */
    byte[] code(int address) {
        Emitter code = new Emitter(0);
        if (row.isVex()) {
            vex(code);
        } else {
            legacy(code);
        }
        int low = (reg & 7) << 3;
        if (rm < 0) {
            code.bytes(low | 4, 0x25).int32(address);
        } else {
            code.bytes(0xc0 | low | rm & 7);
        }
        if (row.operands().contains(OperandCode.Ib)) {
            code.bytes(immediate);
        }
        return code.toByteArray();
    }

    /** R, X and B, which are clear outside 64-bit mode. */
    private int extensions() {
        return reg >> 3 << 2 | (rm < 0 ? 0 : rm >> 3);
    }

    private void legacy(Emitter code) {
        if (word) {
            code.bytes(0x66);
        }
        if (row.mandatoryPrefix() != 0) {
            code.bytes(row.mandatoryPrefix());
        }
        int rex = (wide ? 8 : 0) | extensions();
        if (rex != 0) {
            code.bytes(0x40 | rex);
        }
        for (int shift = 16; shift >= 0; shift -= 8) {
            if (row.opcode() >> shift != 0) {
                code.bytes(row.opcode() >> shift);
            }
        }
    }

    /** The three-byte form: the shorter one knows the two-byte map alone, where these rows are not. */
    private void vex(Emitter code) {
        int map = row.opcode() >> 8 == 0x0f38 ? 2 : row.opcode() >> 8 == 0x0f3a ? 3 : 1;
        int prefix = Arrays.asList(0, 0x66, 0xf3, 0xf2).indexOf(row.mandatoryPrefix());
        int last = (~vvvv & 15) << 3 | prefix;
        code.bytes(0xc4, ~extensions() << 5 & 0xe0 | map, (wide ? 0x80 : 0) | last, row.opcode());
    }

    /** The rows that are covered. */
    static Row[] rows() {
        return OpcodeMaps.rows().stream().filter(ExtensionForm::covers).toArray(Row[]::new);
    }
}
