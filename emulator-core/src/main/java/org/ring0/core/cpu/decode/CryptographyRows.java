package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.List;
import org.ring0.core.cpu.model.Feature;

/** AES, carry-less products and SHA in the three-byte maps 0F 38 and 0F 3A (SDM Vol. 2D, tables ). */
final class CryptographyRows extends PrefixedRows {
    private CryptographyRows() {
        super(0, Feature.SHA, Feature.AES);
    }

    static List<Row> rows() {
        CryptographyRows map = new CryptographyRows();
        map.np(MAP_0F38 | 0xc8, SHA1NEXTE, Vdq, Wdq);
        map.np(MAP_0F38 | 0xc9, SHA1MSG1, Vdq, Wdq);
        map.np(MAP_0F38 | 0xca, SHA1MSG2, Vdq, Wdq);
        map.np(MAP_0F38 | 0xcb, SHA256RNDS2, Vdq, Wdq);
        map.np(MAP_0F38 | 0xcc, SHA256MSG1, Vdq, Wdq);
        map.np(MAP_0F38 | 0xcd, SHA256MSG2, Vdq, Wdq);
        map.np(MAP_0F3A | 0xcc, SHA1RNDS4, Vdq, Wdq, Ib);
        map.p66(MAP_0F38 | 0xdb, AESIMC, Vdq, Wdq);
        map.p66(MAP_0F38 | 0xdc, AESENC, Vdq, Wdq);
        map.p66(MAP_0F38 | 0xdd, AESENCLAST, Vdq, Wdq);
        map.p66(MAP_0F38 | 0xde, AESDEC, Vdq, Wdq);
        map.p66(MAP_0F38 | 0xdf, AESDECLAST, Vdq, Wdq);
        map.p66(MAP_0F3A | 0xdf, AESKEYGENASSIST, Vdq, Wdq, Ib);
        map.p66(MAP_0F3A | 0x44, PCLMULQDQ, Vdq, Wdq, Ib).needs(Feature.PCLMULQDQ);
        return map.written();
    }
}
