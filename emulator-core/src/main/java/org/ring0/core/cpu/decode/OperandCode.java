package org.ring0.core.cpu.decode;

/**
 * The operand codes of the SDM's opcode maps (Vol. 2D, A.2): what is encoded where, and how wide it is. Fixed registers are
 * named as the maps name them. Z is a register in the opcode's low three bits, which the maps spell out.
 */
public enum OperandCode {
    Eb(Kind.MODRM_RM, Width.B),
    Ew(Kind.MODRM_RM, Width.W),
    Ed(Kind.MODRM_RM, Width.D),
    Ev(Kind.MODRM_RM, Width.V),
    Ez(Kind.MODRM_RM, Width.Z),
    /** A word in memory, the operand size in a register (SLDT, STR, SMSW, MOV from Sreg). */
    Mw_Rv(Kind.MODRM_RM, Width.V),
    Ey(Kind.MODRM_RM, Width.Y),
    Gb(Kind.MODRM_REG, Width.B),
    Gw(Kind.MODRM_REG, Width.W),
    Gd(Kind.MODRM_REG, Width.D),
    Gv(Kind.MODRM_REG, Width.V),
    Gz(Kind.MODRM_REG, Width.Z),
    Gy(Kind.MODRM_REG, Width.Y),
    /** The general register that VEX names. */
    By(Kind.VEX_REGISTER, Width.Y),
    Zb(Kind.OPCODE_REG, Width.B),
    Zv(Kind.OPCODE_REG, Width.V),

    /** Memory alone; a register form is another instruction or undefined. */
    M(Kind.MODRM_MEMORY, Width.V),
    Ma(Kind.MODRM_MEMORY, Width.V),
    Mp(Kind.MODRM_MEMORY, Width.V),
    Ms(Kind.MODRM_MEMORY, Width.V),
    Mb(Kind.MODRM_MEMORY, Width.B),
    Mw(Kind.MODRM_MEMORY, Width.W),
    Md(Kind.MODRM_MEMORY, Width.D),
    Mq(Kind.MODRM_MEMORY, Width.Q),
    Ob(Kind.OFFSET, Width.B),
    Ov(Kind.OFFSET, Width.V),

    Ib(Kind.IMMEDIATE, Width.B),
    /** A byte, sign-extended to the operand size. */
    sIb(Kind.IMMEDIATE_SIGNED_BYTE, Width.V),
    Iw(Kind.IMMEDIATE, Width.W),
    Iz(Kind.IMMEDIATE, Width.Z),
    Iv(Kind.IMMEDIATE, Width.V),
    /** The constant 1 of D0 and D1. */
    I1(Kind.ONE, Width.B),
    /** The second immediate of ENTER. */
    Ib2(Kind.SECOND_BYTE, Width.B),
    Ap(Kind.FAR_POINTER, Width.V),
    Jb(Kind.RELATIVE_BYTE, Width.V),
    Jz(Kind.RELATIVE, Width.V),

    AL(Kind.FIXED, Width.B, 0),
    CL(Kind.FIXED, Width.B, 1),
    AX(Kind.FIXED, Width.W, 0),
    DX(Kind.FIXED, Width.W, 2),
    rAX(Kind.FIXED, Width.V, 0),
    /** The lower half of the accumulator: the source of CBW, CWDE and CDQE. */
    rAX_HALF(Kind.FIXED, Width.HALF, 0),
    eAX_Z(Kind.FIXED, Width.Z, 0),

    ES(Kind.SPECIAL_FIXED, Width.W, 0),
    CS(Kind.SPECIAL_FIXED, Width.W, 1),
    SS(Kind.SPECIAL_FIXED, Width.W, 2),
    DS(Kind.SPECIAL_FIXED, Width.W, 3),
    FS(Kind.SPECIAL_FIXED, Width.W, 4),
    GS(Kind.SPECIAL_FIXED, Width.W, 5),
    Sw(Kind.SPECIAL_REG, Width.W),
    Cd(Kind.SPECIAL_REG, Width.D),
    Dd(Kind.SPECIAL_REG, Width.D),
    /** The general register of MOV to and from control and debug registers; the mod field is ignored. */
    Rd(Kind.REGISTER_RM, Width.NATIVE),

    /** A string operand: DS (or an override):SI, and ES:DI. */
    Xb(Kind.STRING_SOURCE, Width.B),
    Xv(Kind.STRING_SOURCE, Width.V),
    Xz(Kind.STRING_SOURCE, Width.Z),
    Yb(Kind.STRING_DESTINATION, Width.B),
    Yv(Kind.STRING_DESTINATION, Width.V),
    Yz(Kind.STRING_DESTINATION, Width.Z),

    // x87 and MMX
    ST0(Kind.SPECIAL_FIXED, Width.NONE, 0),
    STi(Kind.SPECIAL_RM, Width.NONE),
    /** A memory operand whose size its body knows. */
    Mx(Kind.MODRM_MEMORY, Width.NONE),
    Pq(Kind.SPECIAL_REG, Width.Q),
    Ppi(Kind.SPECIAL_REG, Width.Q),
    Qd(Kind.SPECIAL_RM, Width.D),
    Qq(Kind.SPECIAL_RM, Width.Q),
    Qpi(Kind.SPECIAL_RM, Width.Q),
    Nq(Kind.SPECIAL_RM, Width.Q),

    // SSE: V is ModRM.reg, W is ModRM.rm, U the same without memory forms
    Vq(Kind.SPECIAL_REG, Width.Q),
    Vdq(Kind.SPECIAL_REG, Width.DQ),
    Vps(Kind.SPECIAL_REG, Width.DQ),
    Vpd(Kind.SPECIAL_REG, Width.DQ),
    Vss(Kind.SPECIAL_REG, Width.D),
    Vsd(Kind.SPECIAL_REG, Width.Q),
    Ww(Kind.SPECIAL_RM, Width.W),
    Wd(Kind.SPECIAL_RM, Width.D),
    Wq(Kind.SPECIAL_RM, Width.Q),
    Wdq(Kind.SPECIAL_RM, Width.DQ),
    Wps(Kind.SPECIAL_RM, Width.DQ),
    Wpd(Kind.SPECIAL_RM, Width.DQ),
    Wss(Kind.SPECIAL_RM, Width.D),
    Wsd(Kind.SPECIAL_RM, Width.Q),
    Uq(Kind.SPECIAL_RM, Width.Q),
    Udq(Kind.SPECIAL_RM, Width.DQ),
    Ups(Kind.SPECIAL_RM, Width.DQ),
    Upd(Kind.SPECIAL_RM, Width.DQ),
    Mdq(Kind.MODRM_MEMORY, Width.DQ),
    Mps(Kind.MODRM_MEMORY, Width.DQ),
    Mpd(Kind.MODRM_MEMORY, Width.DQ),
    My(Kind.MODRM_MEMORY, Width.Y),
    /** A byte or word in memory, the low end of a 32-bit register. */
    Rd_Mb(Kind.MODRM_RM, Width.LOW_BYTE),
    Rd_Mw(Kind.MODRM_RM, Width.W);

    /** Where an operand is encoded. */
    public enum Kind {
        MODRM_RM,
        MODRM_MEMORY,
        MODRM_REG,
        REGISTER_RM,
        OPCODE_REG,
        VEX_REGISTER,
        OFFSET,
        IMMEDIATE,
        IMMEDIATE_SIGNED_BYTE,
        ONE,
        SECOND_BYTE,
        FAR_POINTER,
        RELATIVE_BYTE,
        RELATIVE,
        FIXED,
        SPECIAL_FIXED,
        SPECIAL_REG,
        SPECIAL_RM,
        STRING_SOURCE,
        STRING_DESTINATION;

        boolean needsModRm() {
            return this == MODRM_RM
                    || this == MODRM_MEMORY
                    || this == MODRM_REG
                    || this == REGISTER_RM
                    || this == SPECIAL_REG
                    || this == SPECIAL_RM;
        }
    }

    /** Widths as the maps name them. */
    public enum Width {
        B,
        W,
        D,
        Q,
        DQ,
        /** 1, never of AH to BH. */
        LOW_BYTE,
        /** 2, 4 or 8 by the operand size. */
        V,
        /** 2 or 4 by the operand size. */
        Z,
        /** 4 or 8 by the operand size. */
        Y,
        /** Half of the operand size. */
        HALF,
        /** 4, in 64-bit mode 8, whatever the prefixes. */
        NATIVE,
        /** No width of its own. */
        NONE;

        int bytes(int operandSize) {
            return switch (this) {
                case B, LOW_BYTE -> 1;
                case W -> 2;
                case D -> 4;
                case Q -> 8;
                case DQ -> 16;
                case V, NONE -> operandSize;
                case Z -> Math.min(operandSize, 4);
                case Y -> Math.max(operandSize, 4);
                case HALF -> operandSize / 2;
                case NATIVE -> 4;
            };
        }
    }

    public final Kind kind;
    public final Width width;
    /** The register of the fixed kinds. */
    public final int number;

    /** Whether its register is an XMM register. */
    public boolean isXmm() {
        return switch (name().charAt(0)) {
            case 'V', 'W', 'U' -> true;
            default -> false;
        };
    }

    /** Whether there are no more than eight of its registers, so that REX does not count: segment, x87 and MMX registers. */
    boolean isOneOfEight() {
        return switch (this) {
            case Sw, STi, Pq, Ppi, Qd, Qq, Qpi, Nq -> true;
            default -> false;
        };
    }

    OperandCode(Kind kind, Width width) {
        this(kind, width, 0);
    }

    OperandCode(Kind kind, Width width, int number) {
        this.kind = kind;
        this.width = width;
        this.number = number;
    }
}
