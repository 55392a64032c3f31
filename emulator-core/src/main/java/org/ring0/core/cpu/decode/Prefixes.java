package org.ring0.core.cpu.decode;

import org.ring0.core.cpu.state.Segment;

/** The prefixes seen before an opcode (SDM Vol. 2A, 2.1.1, 2.2.1 and 2.3). Of several of one group the last counts. */
final class Prefixes {
    /** What the two low bits of VEX stand for. */
    private static final Row.Prefix[] VEX_PREFIXES = {Row.Prefix.ANY, Row.Prefix.P66, Row.Prefix.PF3, Row.Prefix.PF2};

    boolean lock;
    boolean operandSize;
    boolean addressSize;
    /** The overriding segment register, or -1. */
    int segment = -1;
    /** The prefix that may select a row: F3 and F2 go before 66; {@code ANY} stands for none. */
    Row.Prefix last = Row.Prefix.ANY;

    /** The bits of REX, or those of VEX that do the same. */
    private int rex;

    private boolean vex;
    private int vexRegister;
    private boolean vexL;

    /** Notes a byte that is a prefix; false: it is the opcode. */
    boolean take(int value, boolean is64) {
        if (is64 && (value & 0xf0) == 0x40) {
            rex = value;
            return true;
        }
        switch (value) {
            case 0xf0 -> lock = true;
            case 0xf2 -> last = Row.Prefix.PF2;
            case 0xf3 -> last = Row.Prefix.PF3;
            case 0x66 -> {
                operandSize = true;
                if (last == Row.Prefix.ANY) {
                    last = Row.Prefix.P66;
                }
            }
            case 0x67 -> addressSize = true;
            case 0x26 -> override(Segment.ES, is64);
            case 0x2e -> override(Segment.CS, is64);
            case 0x36 -> override(Segment.SS, is64);
            case 0x3e -> override(Segment.DS, is64);
            case 0x64 -> segment = Segment.FS;
            case 0x65 -> segment = Segment.GS;
            default -> {
                return false;
            }
        }
        // A REX prefix counts only right before the opcode.
        rex = 0;
        return true;
    }

    /**
     * Takes a VEX prefix, whose bytes have R, X, B and the register inverted.
     *
     * @param rxb the byte with R, X and B
     * @param last the byte with W, the register, L and the prefix that it stands for
     * @return false: it is undefined behind the prefixes that are there
     */
    boolean takeVex(int rxb, int last, boolean is64) {
        boolean alone = !lock && !operandSize && this.last == Row.Prefix.ANY && rex == 0;
        vex = true;
        // Outside 64-bit mode there are eight registers.
        rex = 0x40 | (is64 ? ~rxb >> 5 & 7 : 0) | (last >> 7 & 1) << 3;
        vexRegister = ~last >> 3 & (is64 ? 15 : 7);
        vexL = (last & 4) != 0;
        this.last = VEX_PREFIXES[last & 3];
        return alone;
    }

    boolean hasVex() {
        return vex;
    }

    /** The register that VEX.vvvv names, 0 if it names none. */
    int vexRegister() {
        return vexRegister;
    }

    /** VEX.L: a vector of 256 bits. */
    boolean vexL() {
        return vexL;
    }

    /** The prefix that a row may want, {@code NONE} if there is none. */
    Row.Prefix selecting() {
        return last == Row.Prefix.ANY ? Row.Prefix.NONE : last;
    }

    private void override(int register, boolean is64) {
        if (!is64) {
            segment = register;
        }
    }

    boolean hasRex() {
        return rex != 0;
    }

    boolean rexW() {
        return (rex & 8) != 0;
    }

    boolean rexR() {
        return (rex & 4) != 0;
    }

    boolean rexX() {
        return (rex & 2) != 0;
    }

    boolean rexB() {
        return (rex & 1) != 0;
    }
}
