package org.ring0.core.cpu.decode;

import org.ring0.core.cpu.state.Segment;

/** The prefixes seen before an opcode (SDM Vol. 2A, 2.1.1 and 2.2.1). Of several of one group the last counts. */
final class Prefixes {
    boolean lock;
    boolean operandSize;
    boolean addressSize;
    /** The overriding segment register, or -1. */
    int segment = -1;
    /** The prefix that may select a row: F3 and F2 go before 66; {@code ANY} stands for none. */
    Row.Prefix last = Row.Prefix.ANY;

    private int rex;

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
