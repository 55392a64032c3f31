package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;

/**
 * The escape opcodes D8 to DF and FWAIT (SDM Vol. 2D, tables ), with the aliases that every CPU since the 8087
 * executes though no manual of Intel lists them (FCOM2, FXCH4, FFREEP and so on).
 */
final class X87Rows {
    private static final Mnemonic[] WITH_FLOAT = {FADD, FMUL, FCOM, FCOMP, FSUB, FSUBR, FDIV, FDIVR};
    private static final Mnemonic[] WITH_INTEGER = {FIADD, FIMUL, FICOM, FICOMP, FISUB, FISUBR, FIDIV, FIDIVR};
    private static final Mnemonic[] CONSTANTS = {FLD1, FLDL2T, FLDL2E, FLDPI, FLDLG2, FLDLN2, FLDZ};
    private static final Mnemonic[] D9_F0 = {
        F2XM1, FYL2X, FPTAN, FPATAN, FXTRACT, FPREM1, FDECSTP, FINCSTP, FPREM, FYL2XP1, FSQRT, FSINCOS, FRNDINT, FSCALE,
        FSIN, FCOS
    };

    private final List<Row> rows = new ArrayList<>();

    private X87Rows() {}

    static List<Row> rows() {
        X87Rows map = new X87Rows();
        map.row(0x9b, FWAIT);
        map.d8();
        map.d9();
        map.da();
        map.db();
        map.dc();
        map.dd();
        map.de();
        map.df();
        return map.rows;
    }

    private Row row(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        Row row = new Row(opcode, mnemonic, operands);
        rows.add(row);
        return row;
    }

    private void memory(int opcode, int digit, Mnemonic mnemonic, OperandCode operand) {
        row(opcode, mnemonic, operand).digit(digit).memory();
    }

    private Row register(int opcode, int digit, Mnemonic mnemonic, OperandCode... operands) {
        return row(opcode, mnemonic, operands).digit(digit).register();
    }

    private void single(int opcode, int modRm, Mnemonic mnemonic, OperandCode... operands) {
        row(opcode, mnemonic, operands).modRm(modRm);
    }

    private void d8() {
        for (int i = 0; i < 8; i++) {
            memory(0xd8, i, WITH_FLOAT[i], Md);
            register(0xd8, i, WITH_FLOAT[i], ST0, STi);
        }
    }

    private void d9() {
        memory(0xd9, 0, FLD, Md);
        memory(0xd9, 2, FST, Md);
        memory(0xd9, 3, FSTP, Md);
        memory(0xd9, 4, FLDENV, Mx);
        memory(0xd9, 5, FLDCW, Mw);
        memory(0xd9, 6, FNSTENV, Mx);
        memory(0xd9, 7, FNSTCW, Mw);
        register(0xd9, 0, FLD, STi);
        register(0xd9, 1, FXCH, STi);
        single(0xd9, 0xd0, FNOP);
        register(0xd9, 3, FSTP, STi);
        single(0xd9, 0xe0, FCHS);
        single(0xd9, 0xe1, FABS);
        single(0xd9, 0xe4, FTST);
        single(0xd9, 0xe5, FXAM);
        for (int i = 0; i < CONSTANTS.length; i++) {
            single(0xd9, 0xe8 + i, CONSTANTS[i]);
        }
        for (int i = 0; i < D9_F0.length; i++) {
            single(0xd9, 0xf0 + i, D9_F0[i]);
        }
    }

    private void da() {
        for (int i = 0; i < 8; i++) {
            memory(0xda, i, WITH_INTEGER[i], Md);
        }
        register(0xda, 0, FCMOVB, ST0, STi).needs(Feature.CMOV);
        register(0xda, 1, FCMOVE, ST0, STi).needs(Feature.CMOV);
        register(0xda, 2, FCMOVBE, ST0, STi).needs(Feature.CMOV);
        register(0xda, 3, FCMOVU, ST0, STi).needs(Feature.CMOV);
        single(0xda, 0xe9, FUCOMPP);
    }

    private void db() {
        memory(0xdb, 0, FILD, Md);
        memory(0xdb, 2, FIST, Md);
        memory(0xdb, 3, FISTP, Md);
        memory(0xdb, 5, FLD, Mx);
        memory(0xdb, 7, FSTP, Mx);
        register(0xdb, 0, FCMOVNB, ST0, STi).needs(Feature.CMOV);
        register(0xdb, 1, FCMOVNE, ST0, STi).needs(Feature.CMOV);
        register(0xdb, 2, FCMOVNBE, ST0, STi).needs(Feature.CMOV);
        register(0xdb, 3, FCMOVNU, ST0, STi).needs(Feature.CMOV);
        // FNENI, FNDISI and FNSETPM of the 8087 and 80287
        single(0xdb, 0xe0, FNOP);
        single(0xdb, 0xe1, FNOP);
        single(0xdb, 0xe2, FNCLEX);
        single(0xdb, 0xe3, FNINIT);
        single(0xdb, 0xe4, FNOP);
        register(0xdb, 5, FUCOMI, ST0, STi).needs(Feature.CMOV);
        register(0xdb, 6, FCOMI, ST0, STi).needs(Feature.CMOV);
    }

    private void dc() {
        for (int i = 0; i < 8; i++) {
            memory(0xdc, i, WITH_FLOAT[i], Mq);
        }
        register(0xdc, 0, FADD, STi, ST0);
        register(0xdc, 1, FMUL, STi, ST0);
        register(0xdc, 2, FCOM, ST0, STi);
        register(0xdc, 3, FCOMP, ST0, STi);
        register(0xdc, 4, FSUBR, STi, ST0);
        register(0xdc, 5, FSUB, STi, ST0);
        register(0xdc, 6, FDIVR, STi, ST0);
        register(0xdc, 7, FDIV, STi, ST0);
    }

    private void dd() {
        memory(0xdd, 0, FLD, Mq);
        memory(0xdd, 2, FST, Mq);
        memory(0xdd, 3, FSTP, Mq);
        memory(0xdd, 4, FRSTOR, Mx);
        memory(0xdd, 6, FNSAVE, Mx);
        memory(0xdd, 7, FNSTSW, Mw);
        register(0xdd, 0, FFREE, STi);
        register(0xdd, 1, FXCH, STi);
        register(0xdd, 2, FST, STi);
        register(0xdd, 3, FSTP, STi);
        register(0xdd, 4, FUCOM, ST0, STi);
        register(0xdd, 5, FUCOMP, ST0, STi);
    }

    private void de() {
        for (int i = 0; i < 8; i++) {
            memory(0xde, i, WITH_INTEGER[i], Mw);
        }
        register(0xde, 0, FADDP, STi, ST0);
        register(0xde, 1, FMULP, STi, ST0);
        register(0xde, 2, FCOMP, ST0, STi);
        single(0xde, 0xd9, FCOMPP);
        register(0xde, 4, FSUBRP, STi, ST0);
        register(0xde, 5, FSUBP, STi, ST0);
        register(0xde, 6, FDIVRP, STi, ST0);
        register(0xde, 7, FDIVP, STi, ST0);
    }

    private void df() {
        memory(0xdf, 0, FILD, Mw);
        memory(0xdf, 2, FIST, Mw);
        memory(0xdf, 3, FISTP, Mw);
        memory(0xdf, 4, FBLD, Mx);
        memory(0xdf, 5, FILD, Mq);
        memory(0xdf, 6, FBSTP, Mx);
        memory(0xdf, 7, FISTP, Mq);
        register(0xdf, 0, FFREEP, STi);
        register(0xdf, 1, FXCH, STi);
        register(0xdf, 2, FSTP, STi);
        register(0xdf, 3, FSTP, STi);
        single(0xdf, 0xe0, FNSTSW, AX);
        register(0xdf, 5, FUCOMIP, ST0, STi).needs(Feature.CMOV);
        register(0xdf, 6, FCOMIP, ST0, STi).needs(Feature.CMOV);
    }
}
