package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;

/** The MMX instructions of the two-byte map (SDM Vol. 2D, table A-3, no prefix), FXSAVE and FXRSTOR; in opcode order. */
final class MmxRows extends PrefixedRows {
    private MmxRows() {
        super(MAP_0F, Feature.MMX, Feature.MMX);
    }

    static List<Row> rows() {
        MmxRows map = new MmxRows();
        map.moves();
        map.shiftsByConstant();
        map.arithmetic();
        return map.written();
    }

    private void binary(int opcode, Mnemonic mnemonic) {
        np(opcode, mnemonic, Pq, Qq);
    }

    private void moves() {
        np(0x60, PUNPCKLBW, Pq, Qd);
        np(0x61, PUNPCKLWD, Pq, Qd);
        np(0x62, PUNPCKLDQ, Pq, Qd);
        binary(0x63, PACKSSWB);
        binary(0x64, PCMPGTB);
        binary(0x65, PCMPGTW);
        binary(0x66, PCMPGTD);
        binary(0x67, PACKUSWB);
        binary(0x68, PUNPCKHBW);
        binary(0x69, PUNPCKHWD);
        binary(0x6a, PUNPCKHDQ);
        binary(0x6b, PACKSSDW);
        np(0x6e, MOVD, Pq, Ey);
        binary(0x6f, MOVQ);
    }

    private void shiftsByConstant() {
        np(0x71, PSRLW, Qq, Ib).digit(2).register();
        np(0x71, PSRAW, Qq, Ib).digit(4).register();
        np(0x71, PSLLW, Qq, Ib).digit(6).register();
        np(0x72, PSRLD, Qq, Ib).digit(2).register();
        np(0x72, PSRAD, Qq, Ib).digit(4).register();
        np(0x72, PSLLD, Qq, Ib).digit(6).register();
        np(0x73, PSRLQ, Qq, Ib).digit(2).register();
        np(0x73, PSLLQ, Qq, Ib).digit(6).register();
        binary(0x74, PCMPEQB);
        binary(0x75, PCMPEQW);
        binary(0x76, PCMPEQD);
        np(0x77, EMMS);
        np(0x7e, MOVD, Ey, Pq);
        np(0x7f, MOVQ, Qq, Pq);
        np(0xae, FXSAVE, Mx).digit(0).memory().needs(Feature.FXSR);
        np(0xae, FXRSTOR, Mx).digit(1).memory().needs(Feature.FXSR);
    }

    /** D1 to FE. */
    private void arithmetic() {
        binary(0xd1, PSRLW);
        binary(0xd2, PSRLD);
        binary(0xd3, PSRLQ);
        binary(0xd5, PMULLW);
        binary(0xd8, PSUBUSB);
        binary(0xd9, PSUBUSW);
        binary(0xdb, PAND);
        binary(0xdc, PADDUSB);
        binary(0xdd, PADDUSW);
        binary(0xdf, PANDN);
        binary(0xe1, PSRAW);
        binary(0xe2, PSRAD);
        binary(0xe5, PMULHW);
        binary(0xe8, PSUBSB);
        binary(0xe9, PSUBSW);
        binary(0xeb, POR);
        binary(0xec, PADDSB);
        binary(0xed, PADDSW);
        binary(0xef, PXOR);
        binary(0xf1, PSLLW);
        binary(0xf2, PSLLD);
        binary(0xf3, PSLLQ);
        binary(0xf5, PMADDWD);
        binary(0xf8, PSUBB);
        binary(0xf9, PSUBW);
        binary(0xfa, PSUBD);
        binary(0xfc, PADDB);
        binary(0xfd, PADDW);
        binary(0xfe, PADDD);
    }
}
