package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.model.Feature.CMOV;
import static org.ring0.core.cpu.model.Feature.CX8;
import static org.ring0.core.cpu.model.Feature.MMX;
import static org.ring0.core.cpu.model.Feature.MSR;
import static org.ring0.core.cpu.model.Feature.SEP;
import static org.ring0.core.cpu.model.Feature.TSC;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;

/** The two-byte opcode map (0F xx; SDM Vol. 2D, table A-3) without MMX and SSE, in opcode order. */
final class TwoByteRows {
    private final List<Row> rows = new ArrayList<>();

    private TwoByteRows() {}

    static List<Row> rows() {
        TwoByteRows map = new TwoByteRows();
        map.system();
        map.conditions();
        map.bits();
        return map.rows;
    }

    private Row row(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        Row row = new Row(0x0f00 | opcode, mnemonic, operands);
        rows.add(row);
        return row;
    }

    /** Hints came with the P6 family, RDPMC with it and with the Pentium with MMX; neither has a feature of its own. */
    private void system() {
        row(0x00, SLDT, Mw_Rv).digit(0).protectedMode();
        row(0x00, STR, Mw_Rv).digit(1).protectedMode();
        row(0x00, LLDT, Ew).digit(2).protectedMode().cpl0();
        row(0x00, LTR, Ew).digit(3).protectedMode().cpl0();
        row(0x00, VERR, Ew).digit(4).protectedMode();
        row(0x00, VERW, Ew).digit(5).protectedMode();
        row(0x01, SGDT, Ms).digit(0);
        row(0x01, SIDT, Ms).digit(1);
        row(0x01, LGDT, Ms).digit(2).cpl0();
        row(0x01, LIDT, Ms).digit(3).cpl0();
        row(0x01, SMSW, Mw_Rv).digit(4);
        row(0x01, LMSW, Ew).digit(6).cpl0();
        row(0x01, INVLPG, Mb).digit(7).cpl0();
        row(0x01, XGETBV).modRm(0xd0).prefix(Row.Prefix.NONE).needs(Feature.XSAVE);
        row(0x01, XSETBV)
                .modRm(0xd1)
                .prefix(Row.Prefix.NONE)
                .needs(Feature.XSAVE)
                .cpl0();
        row(0x01, SWAPGS).modRm(0xf8).only64().cpl0().needs(Feature.LM);
        row(0x01, RDTSCP).modRm(0xf9).needs(Feature.RDTSCP);
        row(0x02, LAR, Gv, Ew).protectedMode();
        row(0x03, LSL, Gv, Ew).protectedMode();
        row(0x05, SYSCALL).only64().needs(Feature.SYSCALL);
        row(0x06, CLTS).cpl0();
        row(0x07, SYSRET).only64().needs(Feature.SYSCALL);
        row(0x08, INVD).cpl0();
        row(0x09, WBINVD).cpl0();
        row(0x0b, UD2);
        row(0x0d, NOP, Ev).needs(CMOV);
        for (int hint = 0x18; hint <= 0x1f; hint++) {
            row(hint, NOP, Ev).needs(CMOV);
        }
        controlRegisters(0x20, MOV_FROM_CR, Rd, Cd);
        row(0x21, MOV_FROM_DR, Rd, Dd).cpl0();
        controlRegisters(0x22, MOV_CR, Cd, Rd);
        row(0x23, MOV_DR, Dd, Rd).cpl0();
        row(0x30, WRMSR).cpl0().needs(MSR);
        row(0x31, RDTSC).needs(TSC);
        row(0x32, RDMSR).cpl0().needs(MSR);
        row(0x33, RDPMC).needs(MMX);
        row(0x34, SYSENTER).needs(SEP);
        row(0x35, SYSEXIT).cpl0().needs(SEP);
        row(0xa2, CPUID);
        row(0xaa, RSM);
    }

    /** Registers that do not exist are #UD at any privilege. */
    private void controlRegisters(int opcode, Mnemonic mnemonic, OperandCode destination, OperandCode source) {
        for (int number : new int[] {0, 2, 3, 4}) {
            row(opcode, mnemonic, destination, source).digit(number).cpl0();
        }
    }

    private void conditions() {
        for (int condition = 0; condition < 16; condition++) {
            row(0x40 + condition, CMOVCC, Gv, Ev).needs(CMOV);
            row(0x80 + condition, JCC, Jz).forced64();
            row(0x90 + condition, SETCC, Eb);
        }
    }

    private void bits() {
        row(0xa0, PUSH_SREG, FS).default64();
        row(0xa1, POP_SREG, FS).default64();
        row(0xa3, BT, Ev, Gv);
        row(0xa4, SHLD, Ev, Gv, Ib);
        row(0xa5, SHLD, Ev, Gv, CL);
        row(0xa8, PUSH_SREG, GS).default64();
        row(0xa9, POP_SREG, GS).default64();
        row(0xab, BTS, Ev, Gv).lock();
        row(0xac, SHRD, Ev, Gv, Ib);
        row(0xad, SHRD, Ev, Gv, CL);
        row(0xaf, IMUL, Gv, Ev);
        row(0xb0, CMPXCHG, Eb, Gb).lock();
        row(0xb1, CMPXCHG, Ev, Gv).lock();
        row(0xb2, LSS, Gv, Mp);
        row(0xb3, BTR, Ev, Gv).lock();
        row(0xb4, LFS, Gv, Mp);
        row(0xb5, LGS, Gv, Mp);
        row(0xb6, MOVZX, Gv, Eb);
        row(0xb7, MOVZX, Gv, Ew);
        row(0xb9, UD2, Gv, Ev);
        row(0xba, BT, Ev, Ib).digit(4);
        row(0xba, BTS, Ev, Ib).digit(5).lock();
        row(0xba, BTR, Ev, Ib).digit(6).lock();
        row(0xba, BTC, Ev, Ib).digit(7).lock();
        row(0xbb, BTC, Ev, Gv).lock();
        row(0xbc, TZCNT, Gv, Ev).prefix(Row.Prefix.PF3).needs(Feature.BMI1);
        row(0xbc, BSF, Gv, Ev);
        row(0xbd, LZCNT, Gv, Ev).prefix(Row.Prefix.PF3).needs(Feature.LZCNT);
        row(0xbd, BSR, Gv, Ev);
        row(0xbe, MOVSX, Gv, Eb);
        row(0xbf, MOVSX, Gv, Ew);
        row(0xc0, XADD, Eb, Gb).lock();
        row(0xc1, XADD, Ev, Gv).lock();
        row(0xc7, CMPXCHG8B, Mq).digit(1).rexW(0).lock().needs(CX8);
        row(0xc7, CMPXCHG16B, Mdq).digit(1).rexW(1).only64().lock().needs(Feature.CMPXCHG16B);
        row(0xc7, RDRAND, Ev).digit(6).register().prefix(Row.Prefix.NFX).needs(Feature.RDRAND);
        row(0xc7, RDSEED, Ev).digit(7).register().prefix(Row.Prefix.NFX).needs(Feature.RDSEED);
        row(0xc7, RDPID, Ed).digit(7).register().prefix(Row.Prefix.PF3).needs(Feature.RDPID);
        for (int r = 0; r < 8; r++) {
            row(0xc8 + r, BSWAP, Zv);
        }
        row(0xff, UD2, Gv, Ev);
    }
}
