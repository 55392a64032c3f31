package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.model.Feature.CLFSH;
import static org.ring0.core.cpu.model.Feature.SSE;
import static org.ring0.core.cpu.model.Feature.SSE2;
import static org.ring0.core.cpu.model.Feature.SSE3;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;

/**
 * The moves and the floating-point instructions of SSE, SSE2 and SSE3 in the two-byte map (SDM Vol. 2D, table A-3), in
 * opcode order; those of one opcode by prefix: none, 66, F3, F2.
 */
final class SseRows extends PrefixedRows {
    private SseRows() {
        super(MAP_0F, SSE, SSE2);
    }

    /** Singles came first. */
    @Override
    Row f3(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        return super.f3(opcode, mnemonic, operands).needs(SSE);
    }

    static List<Row> rows() {
        SseRows map = new SseRows();
        map.moves();
        map.conversions();
        map.arithmetic();
        map.state();
        map.others();
        return map.written();
    }

    private void moves() {
        np(0x10, MOVUPS, Vps, Wps);
        p66(0x10, MOVUPD, Vpd, Wpd);
        f3(0x10, MOVSS, Vss, Wss);
        f2(0x10, MOVSD, Vsd, Wsd);
        np(0x11, MOVUPS, Wps, Vps);
        p66(0x11, MOVUPD, Wpd, Vpd);
        f3(0x11, MOVSS, Wss, Vss);
        f2(0x11, MOVSD, Wsd, Vsd);
        np(0x12, MOVLPS, Vq, Mq);
        np(0x12, MOVHLPS, Vq, Uq).register();
        p66(0x12, MOVLPD, Vq, Mq);
        f3(0x12, MOVSLDUP, Vps, Wps).needs(SSE3);
        f2(0x12, MOVDDUP, Vq, Wq).needs(SSE3);
        np(0x13, MOVLPS, Mq, Vq);
        p66(0x13, MOVLPD, Mq, Vq);
        np(0x14, UNPCKLPS, Vps, Wps);
        p66(0x14, UNPCKLPD, Vpd, Wpd);
        np(0x15, UNPCKHPS, Vps, Wps);
        p66(0x15, UNPCKHPD, Vpd, Wpd);
        np(0x16, MOVHPS, Vq, Mq);
        np(0x16, MOVLHPS, Vq, Uq).register();
        p66(0x16, MOVHPD, Vq, Mq);
        f3(0x16, MOVSHDUP, Vps, Wps).needs(SSE3);
        np(0x17, MOVHPS, Mq, Vq);
        p66(0x17, MOVHPD, Mq, Vq);
        np(0x28, MOVAPS, Vps, Wps);
        p66(0x28, MOVAPD, Vpd, Wpd);
        np(0x29, MOVAPS, Wps, Vps);
        p66(0x29, MOVAPD, Wpd, Vpd);
        np(0x2b, MOVNTPS, Mps, Vps);
        p66(0x2b, MOVNTPD, Mpd, Vpd);
        np(0x50, MOVMSKPS, Gd, Ups).register();
        p66(0x50, MOVMSKPD, Gd, Upd).register();
    }

    private void conversions() {
        np(0x2a, CVTPI2PS, Vps, Qpi);
        p66(0x2a, CVTPI2PD, Vpd, Qpi);
        f3(0x2a, CVTSI2SS, Vss, Ey);
        f2(0x2a, CVTSI2SD, Vsd, Ey);
        np(0x2c, CVTTPS2PI, Ppi, Wq);
        p66(0x2c, CVTTPD2PI, Ppi, Wpd);
        f3(0x2c, CVTTSS2SI, Gy, Wss);
        f2(0x2c, CVTTSD2SI, Gy, Wsd);
        np(0x2d, CVTPS2PI, Ppi, Wq);
        p66(0x2d, CVTPD2PI, Ppi, Wpd);
        f3(0x2d, CVTSS2SI, Gy, Wss);
        f2(0x2d, CVTSD2SI, Gy, Wsd);
        np(0x5a, CVTPS2PD, Vpd, Wq).needs(SSE2);
        p66(0x5a, CVTPD2PS, Vps, Wpd);
        f3(0x5a, CVTSS2SD, Vsd, Wss).needs(SSE2);
        f2(0x5a, CVTSD2SS, Vss, Wsd);
        np(0x5b, CVTDQ2PS, Vps, Wdq).needs(SSE2);
        p66(0x5b, CVTPS2DQ, Vdq, Wps);
        f3(0x5b, CVTTPS2DQ, Vdq, Wps).needs(SSE2);
        p66(0xe6, CVTTPD2DQ, Vdq, Wpd);
        f3(0xe6, CVTDQ2PD, Vpd, Wq).needs(SSE2);
        f2(0xe6, CVTPD2DQ, Vdq, Wpd);
    }

    /** An operation on packed singles and doubles and on scalar ones. */
    private void four(int opcode, Mnemonic ps, Mnemonic pd, Mnemonic ss, Mnemonic sd) {
        np(opcode, ps, Vps, Wps);
        p66(opcode, pd, Vpd, Wpd);
        f3(opcode, ss, Vss, Wss);
        f2(opcode, sd, Vsd, Wsd);
    }

    private void two(int opcode, Mnemonic ps, Mnemonic pd) {
        np(opcode, ps, Vps, Wps);
        p66(opcode, pd, Vpd, Wpd);
    }

    private void arithmetic() {
        np(0x2e, UCOMISS, Vss, Wss);
        p66(0x2e, UCOMISD, Vsd, Wsd);
        np(0x2f, COMISS, Vss, Wss);
        p66(0x2f, COMISD, Vsd, Wsd);
        four(0x51, SQRTPS, SQRTPD, SQRTSS, SQRTSD);
        np(0x52, RSQRTPS, Vps, Wps);
        f3(0x52, RSQRTSS, Vss, Wss);
        np(0x53, RCPPS, Vps, Wps);
        f3(0x53, RCPSS, Vss, Wss);
        two(0x54, ANDPS, ANDPD);
        two(0x55, ANDNPS, ANDNPD);
        two(0x56, ORPS, ORPD);
        two(0x57, XORPS, XORPD);
        four(0x58, ADDPS, ADDPD, ADDSS, ADDSD);
        four(0x59, MULPS, MULPD, MULSS, MULSD);
        four(0x5c, SUBPS, SUBPD, SUBSS, SUBSD);
        four(0x5d, MINPS, MINPD, MINSS, MINSD);
        four(0x5e, DIVPS, DIVPD, DIVSS, DIVSD);
        four(0x5f, MAXPS, MAXPD, MAXSS, MAXSD);
        p66(0x7c, HADDPD, Vpd, Wpd).needs(SSE3);
        f2(0x7c, HADDPS, Vps, Wps).needs(SSE3);
        p66(0x7d, HSUBPD, Vpd, Wpd).needs(SSE3);
        f2(0x7d, HSUBPS, Vps, Wps).needs(SSE3);
        np(0xc2, CMPPS, Vps, Wps, Ib);
        p66(0xc2, CMPPD, Vpd, Wpd, Ib);
        f3(0xc2, CMPSS, Vss, Wss, Ib);
        f2(0xc2, CMPSD, Vsd, Wsd, Ib);
        np(0xc6, SHUFPS, Vps, Wps, Ib);
        p66(0xc6, SHUFPD, Vpd, Wpd, Ib);
        p66(0xd0, ADDSUBPD, Vpd, Wpd).needs(SSE3);
        f2(0xd0, ADDSUBPS, Vps, Wps).needs(SSE3);
    }

    private void state() {
        np(0xae, LDMXCSR, Md).digit(2).memory();
        np(0xae, STMXCSR, Md).digit(3).memory();
        np(0xae, XSAVE, Mx).digit(4).memory().needs(Feature.XSAVE);
        np(0xae, XRSTOR, Mx).digit(5).memory().needs(Feature.XSAVE);
        np(0xae, XSAVEOPT, Mx).digit(6).memory().needs(Feature.XSAVEOPT);
        np(0xc7, XSAVEC, Mx).digit(4).memory().needs(Feature.XSAVEC);
        p66(0xae, CLWB, Mb).digit(6).memory().needs(Feature.CLWB);
        p66(0xae, CLFLUSHOPT, Mb).digit(7).memory().needs(Feature.CLFLUSHOPT);
        np(0xae, LFENCE).digit(5).register().needs(SSE2);
        np(0xae, MFENCE).digit(6).register().needs(SSE2);
        np(0xae, SFENCE).digit(7).register();
        np(0xae, CLFLUSH, Mb).digit(7).memory().needs(CLFSH);
    }

    private void others() {
        np(0xc3, MOVNTI, My, Gy).needs(SSE2);
        p66(0xd6, MOVQ, Wq, Vq);
        f3(0xd6, MOVQ2DQ, Vdq, Nq).register().needs(SSE2);
        f2(0xd6, MOVDQ2Q, Pq, Uq).register();
        np(0xe7, MOVNTQ, Mq, Pq);
        p66(0xe7, MOVNTDQ, Mdq, Vdq);
        f2(0xf0, LDDQU, Vdq, Mdq).needs(SSE3);
        np(0xf7, MASKMOVQ, Pq, Nq).register();
        p66(0xf7, MASKMOVDQU, Vdq, Udq).register();
    }
}
