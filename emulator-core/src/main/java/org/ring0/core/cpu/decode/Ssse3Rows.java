package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.model.Feature.POPCNT;
import static org.ring0.core.cpu.model.Feature.SSSE3;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;

/**
 * SSSE3 in the three-byte maps 0F 38 and 0F 3A (SDM Vol. 2D, tables ), on MMX and, with prefix 66, on XMM
 * registers; and POPCNT of the two-byte map.
 */
final class Ssse3Rows extends PrefixedRows {
    private Ssse3Rows() {
        super(0, SSSE3, SSSE3);
    }

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
        map.np(MAP_0F3A | 0x0f, PALIGNR, Pq, Qq, Ib);
        map.p66(MAP_0F3A | 0x0f, PALIGNR, Vdq, Wdq, Ib);
        map.f3(MAP_0F | 0xb8, Mnemonic.POPCNT, Gv, Ev).needs(POPCNT);
        return map.written();
    }

    private void both(int opcode, Mnemonic mnemonic) {
        np(MAP_0F38 | opcode, mnemonic, Pq, Qq);
        p66(MAP_0F38 | opcode, mnemonic, Vdq, Wdq);
    }
}
