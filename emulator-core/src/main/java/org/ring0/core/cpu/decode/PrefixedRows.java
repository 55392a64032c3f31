package org.ring0.core.cpu.decode;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;

/** Rows of which one opcode has several by mandatory prefix, as they are written down: the SDM's columns NP, 66, F3 and F2. */
abstract class PrefixedRows {
    /** The two-byte map, and the three-byte ones. */
    static final int MAP_0F = 0x0f00;

    static final int MAP_0F38 = 0x0f_3800;
    static final int MAP_0F3A = 0x0f_3a00;

    private final int map;
    private final Feature withoutPrefix;
    private final Feature withPrefix;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param map what all opcodes are in, or 0 if each names its own
     * @param withoutPrefix what rows without a mandatory prefix need, unless they say something else
     * @param withPrefix what rows with one need, likewise
     */
    PrefixedRows(int map, Feature withoutPrefix, Feature withPrefix) {
        this.map = map;
        this.withoutPrefix = withoutPrefix;
        this.withPrefix = withPrefix;
    }

    /** All that were written down, in that order. */
    List<Row> written() {
        return rows;
    }

    Row row(Row.Prefix prefix, int opcode, Mnemonic mnemonic, OperandCode... operands) {
        Row row = new Row(map | opcode, mnemonic, operands).prefix(prefix);
        rows.add(row);
        return row;
    }

    Row np(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        return row(Row.Prefix.NONE, opcode, mnemonic, operands).needs(withoutPrefix);
    }

    Row p66(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        return row(Row.Prefix.P66, opcode, mnemonic, operands).needs(withPrefix);
    }

    Row f3(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        return row(Row.Prefix.PF3, opcode, mnemonic, operands).needs(withPrefix);
    }

    Row f2(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        return row(Row.Prefix.PF2, opcode, mnemonic, operands).needs(withPrefix);
    }
}
