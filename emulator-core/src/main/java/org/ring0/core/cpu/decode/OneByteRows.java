package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.model.Feature.LAHF64;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;

/** The one-byte opcode map (SDM Vol. 2D, table A-2) with groups 1 to 5 and 11 (table A-6), in opcode order. */
final class OneByteRows {
    private static final Mnemonic[] GROUP_1 = {ADD, OR, ADC, SBB, AND, SUB, XOR, CMP};
    private static final Mnemonic[] GROUP_2 = {ROL, ROR, RCL, RCR, SHL, SHR, SHL, SAR};

    private final List<Row> rows = new ArrayList<>();

    private OneByteRows() {}

    static List<Row> rows() {
        OneByteRows map = new OneByteRows();
        map.arithmetic();
        map.registers();
        map.moves();
        map.immediates();
        map.control();
        return map.rows;
    }

    private Row row(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        Row row = new Row(opcode, mnemonic, operands);
        rows.add(row);
        return row;
    }

    /** 00 to 3F: eight operations in six forms each, and what stands between them. */
    private void arithmetic() {
        for (int i = 0; i < 8; i++) {
            int base = i * 8;
            boolean compare = GROUP_1[i] == CMP;
            Row memoryByte = row(base, GROUP_1[i], Eb, Gb);
            Row memory = row(base + 1, GROUP_1[i], Ev, Gv);
            if (!compare) {
                memoryByte.lock();
                memory.lock();
            }
            row(base + 2, GROUP_1[i], Gb, Eb);
            row(base + 3, GROUP_1[i], Gv, Ev);
            row(base + 4, GROUP_1[i], AL, Ib);
            row(base + 5, GROUP_1[i], rAX, Iz);
        }
        row(0x06, PUSH_SREG, OperandCode.ES).invalidIn64();
        row(0x07, POP_SREG, OperandCode.ES).invalidIn64();
        row(0x0e, PUSH_SREG, OperandCode.CS).invalidIn64();
        row(0x16, PUSH_SREG, OperandCode.SS).invalidIn64();
        row(0x17, POP_SREG, OperandCode.SS).invalidIn64();
        row(0x1e, PUSH_SREG, OperandCode.DS).invalidIn64();
        row(0x1f, POP_SREG, OperandCode.DS).invalidIn64();
        row(0x27, DAA).invalidIn64();
        row(0x2f, DAS).invalidIn64();
        row(0x37, AAA).invalidIn64();
        row(0x3f, AAS).invalidIn64();
    }

    /** 40 to 6F. */
    private void registers() {
        for (int r = 0; r < 8; r++) {
            row(0x40 + r, INC, Zv).invalidIn64();
            row(0x48 + r, DEC, Zv).invalidIn64();
            row(0x50 + r, PUSH, Zv).default64();
            row(0x58 + r, POP, Zv).default64();
        }
        row(0x60, PUSHA).invalidIn64();
        row(0x61, POPA).invalidIn64();
        row(0x62, BOUND, Gv, Ma).invalidIn64();
        row(0x63, ARPL, Ew, Gw).protectedMode().invalidIn64();
        row(0x63, MOVSXD, Gv, Ez).only64();
        row(0x68, PUSH, Iz).default64();
        row(0x69, IMUL, Gv, Ev, Iz);
        row(0x6a, PUSH, sIb).default64();
        row(0x6b, IMUL, Gv, Ev, sIb);
        row(0x6c, INS, Yb, DX);
        row(0x6d, INS, Yz, DX);
        row(0x6e, OUTS, DX, Xb);
        row(0x6f, OUTS, DX, Xz);
    }

    /** 70 to A7. */
    private void moves() {
        for (int condition = 0; condition < 16; condition++) {
            row(0x70 + condition, JCC, Jb).forced64();
        }
        for (int i = 0; i < 8; i++) {
            boolean locks = GROUP_1[i] != CMP;
            lockIf(row(0x80, GROUP_1[i], Eb, Ib).digit(i), locks);
            lockIf(row(0x81, GROUP_1[i], Ev, Iz).digit(i), locks);
            lockIf(row(0x82, GROUP_1[i], Eb, Ib).digit(i).invalidIn64(), locks);
            lockIf(row(0x83, GROUP_1[i], Ev, sIb).digit(i), locks);
        }
        row(0x84, TEST, Eb, Gb);
        row(0x85, TEST, Ev, Gv);
        row(0x86, XCHG, Eb, Gb).lock();
        row(0x87, XCHG, Ev, Gv).lock();
        row(0x88, MOV, Eb, Gb);
        row(0x89, MOV, Ev, Gv);
        row(0x8a, MOV, Gb, Eb);
        row(0x8b, MOV, Gv, Ev);
        row(0x8c, MOV_FROM_SREG, Mw_Rv, Sw);
        row(0x8d, LEA, Gv, M);
        row(0x8e, MOV_SREG, Sw, Ew);
        row(0x8f, POP, Ev).digit(0).default64();
        row(0x90, XCHG, Zv, rAX).only64().rexB();
        row(0x90, NOP);
        for (int r = 1; r < 8; r++) {
            row(0x90 + r, XCHG, Zv, rAX);
        }
        row(0x98, CBW, rAX, rAX_HALF);
        row(0x99, CWD);
        row(0x9a, CALLF, Ap).invalidIn64();
        row(0x9c, PUSHF).default64();
        row(0x9d, POPF).default64();
        row(0x9e, SAHF).invalidIn64();
        row(0x9e, SAHF).only64().needs(LAHF64);
        row(0x9f, LAHF).invalidIn64();
        row(0x9f, LAHF).only64().needs(LAHF64);
        row(0xa0, MOV, AL, Ob);
        row(0xa1, MOV, rAX, Ov);
        row(0xa2, MOV, Ob, AL);
        row(0xa3, MOV, Ov, rAX);
        row(0xa4, MOVS, Yb, Xb);
        row(0xa5, MOVS, Yv, Xv);
        row(0xa6, CMPS, Xb, Yb);
        row(0xa7, CMPS, Xv, Yv);
    }

    private static void lockIf(Row row, boolean locks) {
        if (locks) {
            row.lock();
        }
    }

    /** A8 to D7. */
    private void immediates() {
        row(0xa8, TEST, AL, Ib);
        row(0xa9, TEST, rAX, Iz);
        row(0xaa, STOS, Yb, AL);
        row(0xab, STOS, Yv, rAX);
        row(0xac, LODS, AL, Xb);
        row(0xad, LODS, rAX, Xv);
        row(0xae, SCAS, AL, Yb);
        row(0xaf, SCAS, rAX, Yv);
        for (int r = 0; r < 8; r++) {
            row(0xb0 + r, MOV, Zb, Ib);
            row(0xb8 + r, MOV, Zv, Iv);
        }
        for (int i = 0; i < 8; i++) {
            row(0xc0, GROUP_2[i], Eb, Ib).digit(i);
            row(0xc1, GROUP_2[i], Ev, Ib).digit(i);
            row(0xd0, GROUP_2[i], Eb, I1).digit(i);
            row(0xd1, GROUP_2[i], Ev, I1).digit(i);
            row(0xd2, GROUP_2[i], Eb, CL).digit(i);
            row(0xd3, GROUP_2[i], Ev, CL).digit(i);
        }
        row(0xc2, RET, Iw).forced64();
        row(0xc3, RET).forced64();
        row(0xc4, LES, Gv, Mp).invalidIn64();
        row(0xc5, LDS, Gv, Mp).invalidIn64();
        row(0xc6, MOV, Eb, Ib).digit(0);
        row(0xc7, MOV, Ev, Iz).digit(0);
        row(0xc8, ENTER, Iw, Ib2).default64();
        row(0xc9, LEAVE).default64();
        row(0xca, RETF, Iw);
        row(0xcb, RETF);
        row(0xcc, INT3);
        row(0xcd, INT, Ib);
        row(0xce, INTO).invalidIn64();
        row(0xcf, IRET);
        row(0xd4, AAM, Ib).invalidIn64();
        row(0xd5, AAD, Ib).invalidIn64();
        row(0xd6, SALC).invalidIn64();
        row(0xd7, XLAT);
    }

    /** E0 to FF. */
    private void control() {
        row(0xe0, LOOPNE, Jb).forced64();
        row(0xe1, LOOPE, Jb).forced64();
        row(0xe2, LOOP_, Jb).forced64();
        row(0xe3, JCXZ, Jb).forced64();
        row(0xe4, IN, AL, Ib);
        row(0xe5, IN, eAX_Z, Ib);
        row(0xe6, OUT, Ib, AL);
        row(0xe7, OUT, Ib, eAX_Z);
        row(0xe8, CALL, Jz).forced64();
        row(0xe9, JMP, Jz).forced64();
        row(0xea, JMPF, Ap).invalidIn64();
        row(0xeb, JMP, Jb).forced64();
        row(0xec, IN, AL, DX);
        row(0xed, IN, eAX_Z, DX);
        row(0xee, OUT, DX, AL);
        row(0xef, OUT, DX, eAX_Z);
        row(0xf1, INT1);
        row(0xf4, HLT).cpl0();
        row(0xf5, CMC);
        row(0xf6, TEST, Eb, Ib).digit(0);
        row(0xf6, TEST, Eb, Ib).digit(1);
        row(0xf6, NOT, Eb).digit(2).lock();
        row(0xf6, NEG, Eb).digit(3).lock();
        row(0xf6, MUL, Eb).digit(4);
        row(0xf6, IMUL_WIDE, Eb).digit(5);
        row(0xf6, DIV, Eb).digit(6);
        row(0xf6, IDIV, Eb).digit(7);
        row(0xf7, TEST, Ev, Iz).digit(0);
        row(0xf7, TEST, Ev, Iz).digit(1);
        row(0xf7, NOT, Ev).digit(2).lock();
        row(0xf7, NEG, Ev).digit(3).lock();
        row(0xf7, MUL, Ev).digit(4);
        row(0xf7, IMUL_WIDE, Ev).digit(5);
        row(0xf7, DIV, Ev).digit(6);
        row(0xf7, IDIV, Ev).digit(7);
        row(0xf8, CLC);
        row(0xf9, STC);
        row(0xfa, CLI);
        row(0xfb, STI);
        row(0xfc, CLD);
        row(0xfd, STD);
        row(0xfe, INC, Eb).digit(0).lock();
        row(0xfe, DEC, Eb).digit(1).lock();
        row(0xff, INC, Ev).digit(0).lock();
        row(0xff, DEC, Ev).digit(1).lock();
        row(0xff, CALL, Ev).digit(2).forced64();
        row(0xff, CALLF, Mp).digit(3);
        row(0xff, JMP, Ev).digit(4).forced64();
        row(0xff, JMPF, Mp).digit(5);
        row(0xff, PUSH, Ev).digit(6).default64();
    }
}
