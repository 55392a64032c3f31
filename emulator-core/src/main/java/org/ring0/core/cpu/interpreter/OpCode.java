package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.isa.Shifts;

/**
 * The numbers of {@link Form}s: of the instructions that nearly all code consists of. R, C and M in a name are a
 * register, a constant and memory; widths are those of the words where the name has none.
 */
final class OpCode {
    /** Anything else: an {@link Op}. */
    static final int OBJECT = 0;

    static final int NOTHING = 1;
    static final int MOVE = 2;
    static final int MOVE_8 = 3;
    static final int MOVE_16 = 4;
    static final int MOVE_SIGNED_32 = 5;
    static final int MOVE_C = 6;
    static final int MOVE_IF = 7;
    static final int SET_IF = 8;
    static final int ADDRESS = 9;
    static final int LOAD_8 = 10;
    static final int LOAD_16 = 11;
    static final int LOAD_32 = 12;
    static final int LOAD_64 = 13;
    static final int LOAD_SIGNED_32 = 14;
    static final int STORE_8 = 15;
    static final int STORE_32 = 16;
    static final int STORE_64 = 17;
    static final int STORE_C = 18;

    static final int ADD_R = 19;
    static final int ADD_C = 20;
    static final int ADD_M = 21;
    static final int SUB_R = 22;
    static final int SUB_C = 23;
    static final int SUB_M = 24;
    static final int AND_R = 25;
    static final int AND_C = 26;
    static final int AND_M = 27;
    static final int OR_R = 28;
    static final int OR_C = 29;
    static final int OR_M = 30;
    static final int XOR_R = 31;
    static final int XOR_C = 32;
    static final int XOR_M = 33;
    static final int CMP_R = 34;
    static final int CMP_C = 35;
    static final int CMP_M = 36;
    static final int TEST_R = 37;
    static final int TEST_C = 38;
    static final int CMP_M_R = 39;
    static final int CMP_M_C = 40;
    static final int TEST_M_R = 41;
    static final int TEST_M_C = 42;

    static final int INC = 43;
    static final int DEC = 44;
    static final int NEG = 45;
    static final int NOT = 46;
    static final int IMUL = 47;
    static final int SHL_C = 48;
    static final int SHR_C = 49;
    static final int SAR_C = 50;
    static final int ROL_C = 51;
    static final int ROR_C = 52;

    static final int PUSH_32 = 53;
    static final int PUSH_64 = 54;
    static final int POP_32 = 55;
    static final int POP_64 = 56;
    static final int JUMP_IF = 57;
    static final int JUMP = 58;
    static final int CALL_32 = 59;
    static final int CALL_64 = 60;
    static final int RETURN_32 = 61;
    static final int RETURN_64 = 62;

    static final int COUNT = 63;

    private OpCode() {}

    static int of(Instruction i) {
        Shape shape = i.mnemonic.shape();
        if (shape == Shape.NOTHING) {
            return NOTHING;
        } else if (!OpWord.holds(i)) {
            return OBJECT;
        } else if (shape == Shape.COMPARE) {
            return compare(i);
        } else if (shape == Shape.JUMP_IF) {
            return JUMP_IF;
        } else if (shape == Shape.JUMP) {
            return i.destination == Operand.IMMEDIATE ? JUMP : OBJECT;
        } else if (i.destination == Operand.MEMORY) {
            return i.mnemonic == Mnemonic.MOV ? store(i) : OBJECT;
        } else if (shape == Shape.SET_IF) {
            return SET_IF;
        }
        return i.operandSize >= 4 ? wide(i, shape) : OBJECT;
    }

    private static int compare(Instruction i) {
        boolean test = i.mnemonic == Mnemonic.TEST;
        if (i.destination == Operand.REGISTER) {
            return switch (i.source) {
                case REGISTER -> test ? TEST_R : CMP_R;
                case IMMEDIATE -> test ? TEST_C : CMP_C;
                default -> test ? OBJECT : CMP_M;
            };
        }
        return i.source == Operand.REGISTER ? test ? TEST_M_R : CMP_M_R : test ? TEST_M_C : CMP_M_C;
    }

    private static int store(Instruction i) {
        if (i.source != Operand.REGISTER) {
            return STORE_C;
        }
        return switch (i.operandSize) {
            case 1 -> STORE_8;
            case 4 -> STORE_32;
            case 8 -> STORE_64;
            default -> OBJECT;
        };
    }

    /** The code for an operand of 32 or 64 bits that is no memory. */
    private static int wide(Instruction i, Shape shape) {
        boolean is64 = i.operandSize == 8;
        return switch (shape) {
            case MOVE -> move(i);
            case MOVE_SIGNED -> moveSigned(i);
            case MOVE_IF -> i.source == Operand.REGISTER ? MOVE_IF : OBJECT;
            case ADDRESS -> ADDRESS;
            case UPDATE -> update(i);
            case UNARY -> unary(i.mnemonic);
            case MULTIPLY -> i.third == Operand.NONE && i.source == Operand.REGISTER ? IMUL : OBJECT;
            case SHIFT -> shift(i);
            case PUSH -> i.destination == Operand.REGISTER ? is64 ? PUSH_64 : PUSH_32 : OBJECT;
            case POP -> i.destination == Operand.REGISTER ? is64 ? POP_64 : POP_32 : OBJECT;
            case CALL -> i.destination == Operand.IMMEDIATE ? is64 ? CALL_64 : CALL_32 : OBJECT;
            case RETURN -> is64 ? RETURN_64 : RETURN_32;
            default -> OBJECT;
        };
    }

    private static int move(Instruction i) {
        boolean register = i.source == Operand.REGISTER;
        if (i.source == Operand.IMMEDIATE) {
            return MOVE_C;
        }
        return switch (i.sourceSize) {
            case 1 -> register ? MOVE_8 : LOAD_8;
            case 2 -> register ? MOVE_16 : LOAD_16;
            case 4 -> register ? MOVE : LOAD_32;
            default -> register ? MOVE : LOAD_64;
        };
    }

    private static int moveSigned(Instruction i) {
        if (i.mnemonic != Mnemonic.MOVSXD || i.sourceSize != 4) {
            return OBJECT;
        }
        return i.source == Operand.REGISTER ? MOVE_SIGNED_32 : LOAD_SIGNED_32;
    }

    /** The three forms of each instruction follow each other. */
    private static int update(Instruction i) {
        int register = switch (i.mnemonic) {
            case ADD -> ADD_R;
            case SUB -> SUB_R;
            case AND -> AND_R;
            case OR -> OR_R;
            case XOR -> XOR_R;
            default -> OBJECT;
        };
        if (register == OBJECT) {
            return OBJECT;
        }
        return switch (i.source) {
            case REGISTER -> register;
            case IMMEDIATE -> register + 1;
            default -> register + 2;
        };
    }

    private static int unary(Mnemonic mnemonic) {
        return switch (mnemonic) {
            case INC -> INC;
            case DEC -> DEC;
            case NEG -> NEG;
            case NOT -> NOT;
            default -> OBJECT;
        };
    }

    private static int shift(Instruction i) {
        if (i.source != Operand.IMMEDIATE || Shifts.mask(i.immediate, i.operandSize) == 0) {
            return OBJECT;
        }
        return switch (i.mnemonic) {
            case SHL -> SHL_C;
            case SHR -> SHR_C;
            case SAR -> SAR_C;
            case ROL -> ROL_C;
            case ROR -> ROR_C;
            default -> OBJECT;
        };
    }
}
