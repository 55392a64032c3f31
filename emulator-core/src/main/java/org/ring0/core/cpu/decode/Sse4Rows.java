package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.model.Feature.SSE4_1;
import static org.ring0.core.cpu.model.Feature.SSE4_2;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;

/** SSE4.1 and SSE4.2 in the three-byte maps 0F 38 and 0F 3A (SDM Vol. 2D, tables ), in opcode order. */
final class Sse4Rows extends PrefixedRows {
    private Sse4Rows() {
        super(0, SSE4_1, SSE4_1);
    }

    static List<Row> rows() {
        Sse4Rows map = new Sse4Rows();
        map.extensions();
        map.integers();
        map.checksums();
        map.numbers();
        map.elements();
        map.strings();
        return map.written();
    }

    /** In map 0F 38, on two XMM registers, or one and 16 bytes of memory. */
    private Row xmm(int opcode, Mnemonic mnemonic) {
        return p66(MAP_0F38 | opcode, mnemonic, Vdq, Wdq);
    }

    private void extensions() {
        xmm(0x10, PBLENDVB);
        xmm(0x14, BLENDVPS);
        xmm(0x15, BLENDVPD);
        xmm(0x17, PTEST);
        p66(MAP_0F38 | 0x20, PMOVSXBW, Vdq, Wq);
        p66(MAP_0F38 | 0x21, PMOVSXBD, Vdq, Wd);
        p66(MAP_0F38 | 0x22, PMOVSXBQ, Vdq, Ww);
        p66(MAP_0F38 | 0x23, PMOVSXWD, Vdq, Wq);
        p66(MAP_0F38 | 0x24, PMOVSXWQ, Vdq, Wd);
        p66(MAP_0F38 | 0x25, PMOVSXDQ, Vdq, Wq);
        xmm(0x28, PMULDQ);
        xmm(0x29, PCMPEQQ);
        p66(MAP_0F38 | 0x2a, MOVNTDQA, Vdq, Mdq);
        xmm(0x2b, PACKUSDW);
        p66(MAP_0F38 | 0x30, PMOVZXBW, Vdq, Wq);
        p66(MAP_0F38 | 0x31, PMOVZXBD, Vdq, Wd);
        p66(MAP_0F38 | 0x32, PMOVZXBQ, Vdq, Ww);
        p66(MAP_0F38 | 0x33, PMOVZXWD, Vdq, Wq);
        p66(MAP_0F38 | 0x34, PMOVZXWQ, Vdq, Wd);
        p66(MAP_0F38 | 0x35, PMOVZXDQ, Vdq, Wq);
    }

    private void integers() {
        xmm(0x37, PCMPGTQ).needs(SSE4_2);
        xmm(0x38, PMINSB);
        xmm(0x39, PMINSD);
        xmm(0x3a, PMINUW);
        xmm(0x3b, PMINUD);
        xmm(0x3c, PMAXSB);
        xmm(0x3d, PMAXSD);
        xmm(0x3e, PMAXUW);
        xmm(0x3f, PMAXUD);
        xmm(0x40, PMULLD);
        xmm(0x41, PHMINPOSUW);
    }

    private void checksums() {
        f2(MAP_0F38 | 0xf0, CRC32, Gy, Eb).needs(SSE4_2);
        f2(MAP_0F38 | 0xf1, CRC32, Gy, Ev).needs(SSE4_2);
    }

    private void numbers() {
        p66(MAP_0F3A | 0x08, ROUNDPS, Vps, Wps, Ib);
        p66(MAP_0F3A | 0x09, ROUNDPD, Vpd, Wpd, Ib);
        p66(MAP_0F3A | 0x0a, ROUNDSS, Vss, Wss, Ib);
        p66(MAP_0F3A | 0x0b, ROUNDSD, Vsd, Wsd, Ib);
        p66(MAP_0F3A | 0x0c, BLENDPS, Vps, Wps, Ib);
        p66(MAP_0F3A | 0x0d, BLENDPD, Vpd, Wpd, Ib);
        p66(MAP_0F3A | 0x0e, PBLENDW, Vdq, Wdq, Ib);
    }

    private void elements() {
        p66(MAP_0F3A | 0x14, PEXTRB, Rd_Mb, Vdq, Ib);
        p66(MAP_0F3A | 0x15, PEXTRW, Rd_Mw, Vdq, Ib);
        p66(MAP_0F3A | 0x16, PEXTRD, Ey, Vdq, Ib);
        p66(MAP_0F3A | 0x17, EXTRACTPS, Ed, Vdq, Ib);
        p66(MAP_0F3A | 0x20, PINSRB, Vdq, Rd_Mb, Ib);
        p66(MAP_0F3A | 0x21, INSERTPS, Vdq, Wd, Ib);
        p66(MAP_0F3A | 0x22, PINSRD, Vdq, Ey, Ib);
        p66(MAP_0F3A | 0x40, DPPS, Vps, Wps, Ib);
        p66(MAP_0F3A | 0x41, DPPD, Vpd, Wpd, Ib);
        p66(MAP_0F3A | 0x42, MPSADBW, Vdq, Wdq, Ib);
    }

    private void strings() {
        p66(MAP_0F3A | 0x60, PCMPESTRM, Vdq, Wdq, Ib).needs(SSE4_2);
        p66(MAP_0F3A | 0x61, PCMPESTRI, Vdq, Wdq, Ib).needs(SSE4_2);
        p66(MAP_0F3A | 0x62, PCMPISTRM, Vdq, Wdq, Ib).needs(SSE4_2);
        p66(MAP_0F3A | 0x63, PCMPISTRI, Vdq, Wdq, Ib).needs(SSE4_2);
    }
}
