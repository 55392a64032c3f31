package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.model.Feature.POPCNT;
import static org.ring0.core.cpu.model.Feature.SSSE3;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;

/**
 * SSSE3 in the three-byte maps 0F 38 and 0F 3A (SDM Vol. 2D, tables ), on MMX and, with prefix 66, on XMM
 * registers; and POPCNT of the two-byte map.
 */
final class Ssse3Rows {
    private static final int MAP_0F38 = 0x0f_3800;
    private static final int MAP_0F3A = 0x0f_3a00;

    private final List<Row> rows = new ArrayList<>();

    private Ssse3Rows() {}

    static List<Row> rows() {
        Ssse3Rows map = new Ssse3Rows();
        map.both(0x00, PSHUFB);
        map.both(0x01, PHADDW);
        map.both(0x02, PHADDD);
        map.both(0x03, PHADDSW);
        map.both(0x04, PMADDUBSW);
        map.both(0x05, PHSUBW);
        map.both(0x06, PHSUBD);
        map.both(0x07, PHSUBSW);
        map.both(0x08, PSIGNB);
        map.both(0x09, PSIGNW);
        map.both(0x0a, PSIGND);
        map.both(0x0b, PMULHRSW);
        map.both(0x1c, PABSB);
        map.both(0x1d, PABSW);
        map.both(0x1e, PABSD);
        map.row(Row.Prefix.NONE, MAP_0F3A | 0x0f, PALIGNR, Pq, Qq, Ib).needs(SSSE3);
        map.row(Row.Prefix.P66, MAP_0F3A | 0x0f, PALIGNR, Vdq, Wdq, Ib).needs(SSSE3);
        map.row(Row.Prefix.PF3, 0x0fb8, Mnemonic.POPCNT, Gv, Ev).needs(POPCNT);
        return map.rows;
    }

    private Row row(Row.Prefix prefix, int opcode, Mnemonic mnemonic, OperandCode... operands) {
        Row row = new Row(opcode, mnemonic, operands).prefix(prefix);
        rows.add(row);
        return row;
    }

    private void both(int opcode, Mnemonic mnemonic) {
        row(Row.Prefix.NONE, MAP_0F38 | opcode, mnemonic, Pq, Qq).needs(SSSE3);
        row(Row.Prefix.P66, MAP_0F38 | opcode, mnemonic, Vdq, Wdq).needs(SSSE3);
    }
}
