package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.model.Feature.SSE;
import static org.ring0.core.cpu.model.Feature.SSE2;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;

/**
 * What SSE and SSE2 add to the packed integers of MMX (SDM Vol. 2D, table A-3): new instructions on MMX registers, and the
 * forms with prefix 66 on XMM registers; in opcode order.
 */
final class XmmIntegerRows extends PrefixedRows {
    private XmmIntegerRows() {
        super(MAP_0F, SSE, SSE2);
    }

    static List<Row> rows() {
        XmmIntegerRows map = new XmmIntegerRows();
        map.shuffles();
        map.shiftsByConstant();
        map.words();
        map.arithmeticD0();
        map.arithmeticE0();
        map.arithmeticF0();
        return map.written();
    }

    /** The XMM form of an instruction that MMX has. */
    private void xmm(int opcode, Mnemonic mnemonic) {
        p66(opcode, mnemonic, Vdq, Wdq);
    }

    /** Both forms of an instruction that MMX has not. */
    private Row both(int opcode, Mnemonic mnemonic) {
        xmm(opcode, mnemonic);
        return np(opcode, mnemonic, Pq, Qq);
    }

    private void shuffles() {
        xmm(0x60, PUNPCKLBW);
        xmm(0x61, PUNPCKLWD);
        xmm(0x62, PUNPCKLDQ);
        xmm(0x63, PACKSSWB);
        xmm(0x64, PCMPGTB);
        xmm(0x65, PCMPGTW);
        xmm(0x66, PCMPGTD);
        xmm(0x67, PACKUSWB);
        xmm(0x68, PUNPCKHBW);
        xmm(0x69, PUNPCKHWD);
        xmm(0x6a, PUNPCKHDQ);
        xmm(0x6b, PACKSSDW);
        xmm(0x6c, PUNPCKLQDQ);
        xmm(0x6d, PUNPCKHQDQ);
        p66(0x6e, MOVD, Vdq, Ey);
        p66(0x6f, MOVDQA, Vdq, Wdq);
        f3(0x6f, MOVDQU, Vdq, Wdq);
        np(0x70, PSHUFW, Pq, Qq, Ib);
        p66(0x70, PSHUFD, Vdq, Wdq, Ib);
        f3(0x70, PSHUFHW, Vdq, Wdq, Ib);
        f2(0x70, PSHUFLW, Vdq, Wdq, Ib);
    }

    private void shiftsByConstant() {
        p66(0x71, PSRLW, Udq, Ib).digit(2).register();
        p66(0x71, PSRAW, Udq, Ib).digit(4).register();
        p66(0x71, PSLLW, Udq, Ib).digit(6).register();
        p66(0x72, PSRLD, Udq, Ib).digit(2).register();
        p66(0x72, PSRAD, Udq, Ib).digit(4).register();
        p66(0x72, PSLLD, Udq, Ib).digit(6).register();
        p66(0x73, PSRLQ, Udq, Ib).digit(2).register();
        p66(0x73, PSRLDQ, Udq, Ib).digit(3).register();
        p66(0x73, PSLLQ, Udq, Ib).digit(6).register();
        p66(0x73, PSLLDQ, Udq, Ib).digit(7).register();
        xmm(0x74, PCMPEQB);
        xmm(0x75, PCMPEQW);
        xmm(0x76, PCMPEQD);
        p66(0x7e, MOVD, Ey, Vdq);
        f3(0x7e, MOVQ, Vq, Wq);
        p66(0x7f, MOVDQA, Wdq, Vdq);
        f3(0x7f, MOVDQU, Wdq, Vdq);
    }

    private void words() {
        np(0xc4, PINSRW, Pq, Rd_Mw, Ib);
        p66(0xc4, PINSRW, Vdq, Rd_Mw, Ib);
        np(0xc5, PEXTRW, Gd, Nq, Ib).register();
        p66(0xc5, PEXTRW, Gd, Udq, Ib).register();
    }

    private void arithmeticD0() {
        xmm(0xd1, PSRLW);
        xmm(0xd2, PSRLD);
        xmm(0xd3, PSRLQ);
        both(0xd4, PADDQ).needs(SSE2);
        xmm(0xd5, PMULLW);
        np(0xd7, PMOVMSKB, Gd, Nq).register();
        p66(0xd7, PMOVMSKB, Gd, Udq).register();
        xmm(0xd8, PSUBUSB);
        xmm(0xd9, PSUBUSW);
        both(0xda, PMINUB);
        xmm(0xdb, PAND);
        xmm(0xdc, PADDUSB);
        xmm(0xdd, PADDUSW);
        both(0xde, PMAXUB);
        xmm(0xdf, PANDN);
    }

    private void arithmeticE0() {
        both(0xe0, PAVGB);
        xmm(0xe1, PSRAW);
        xmm(0xe2, PSRAD);
        both(0xe3, PAVGW);
        both(0xe4, PMULHUW);
        xmm(0xe5, PMULHW);
        xmm(0xe8, PSUBSB);
        xmm(0xe9, PSUBSW);
        both(0xea, PMINSW);
        xmm(0xeb, POR);
        xmm(0xec, PADDSB);
        xmm(0xed, PADDSW);
        both(0xee, PMAXSW);
        xmm(0xef, PXOR);
    }

    private void arithmeticF0() {
        xmm(0xf1, PSLLW);
        xmm(0xf2, PSLLD);
        xmm(0xf3, PSLLQ);
        both(0xf4, PMULUDQ).needs(SSE2);
        xmm(0xf5, PMADDWD);
        both(0xf6, PSADBW);
        xmm(0xf8, PSUBB);
        xmm(0xf9, PSUBW);
        xmm(0xfa, PSUBD);
        both(0xfb, PSUBQ).needs(SSE2);
        xmm(0xfc, PADDB);
        xmm(0xfd, PADDW);
        xmm(0xfe, PADDD);
    }
}
