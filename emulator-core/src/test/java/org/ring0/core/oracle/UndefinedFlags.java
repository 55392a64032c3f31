package org.ring0.core.oracle;

import static org.ring0.core.cpu.state.Eflags.AF;
import static org.ring0.core.cpu.state.Eflags.CF;
import static org.ring0.core.cpu.state.Eflags.OF;
import static org.ring0.core.cpu.state.Eflags.PF;
import static org.ring0.core.cpu.state.Eflags.SF;
import static org.ring0.core.cpu.state.Eflags.STATUS;
import static org.ring0.core.cpu.state.Eflags.ZF;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Shifts;

/** The status flags that the SDM (Vol. 2, "Flags Affected"; Vol. 1, appendix A) calls undefined after an instruction. */
final class UndefinedFlags {
    private UndefinedFlags() {}

    /**
     * Those of one case.
     *
     * @param count the shift count as the instruction found it, or 0
     */
    static int of(Instruction i, int count) {
        return switch (i.mnemonic) {
            case AND, OR, XOR, TEST -> AF;
            case SHL, SHR, SAR, ROL, ROR, RCL, RCR, SHLD, SHRD -> ofShift(i, Shifts.mask(count, i.operandSize));
            case MUL, IMUL, IMUL_WIDE -> SF | ZF | AF | PF;
            case DIV, IDIV -> STATUS;
            case BT, BTS, BTR, BTC -> OF | SF | AF | PF;
            case BSF, BSR -> STATUS & ~ZF;
            case LZCNT, TZCNT -> STATUS & ~(CF | ZF);
            case ANDN, BLSI, BLSMSK, BLSR, BZHI -> AF | PF;
            case BEXTR -> AF | SF | PF;
            case DAA, DAS -> OF;
            case AAA, AAS -> OF | SF | ZF | PF;
            case AAM, AAD -> OF | AF | CF;
            default -> 0;
        };
    }

    private static int ofShift(Instruction i, int count) {
        if (count == 0) {
            return 0;
        }
        int overflow = count > 1 ? OF : 0;
        int bits = 8 * i.operandSize;
        return switch (i.mnemonic) {
            case SHL, SHR -> AF | overflow | (count > bits ? CF : 0);
            case SAR -> AF | overflow;
            case SHLD, SHRD -> count > bits ? STATUS : AF | overflow;
            default -> overflow;
        };
    }

    /** Whether the destination is undefined as well: a double shift by more than the operand's width, BSWAP of 16 bits. */
    static boolean isResultUndefined(Instruction i, int count) {
        return switch (i.mnemonic) {
            case SHLD, SHRD -> Shifts.mask(count, i.operandSize) > 8 * i.operandSize;
            case BSWAP -> i.operandSize == 2;
            default -> false;
        };
    }
}
