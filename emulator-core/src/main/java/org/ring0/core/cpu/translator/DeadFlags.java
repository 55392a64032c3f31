package org.ring0.core.cpu.translator;

import java.util.SortedMap;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Shifts;

/**
 * Which instructions leave flags that nobody can see: another one of the block sets them all before anything reads them or
 * leaves the region. HotSpot finds that out as well, but what is not written need not be compiled.
 */
final class DeadFlags {
    private DeadFlags() {}

    /**
     * Whether the flags are dead behind an instruction.
     *
     * @param next the offset behind it
     * @param left how many instructions of its block are left
     */
    static boolean behind(SortedMap<Integer, Instruction> instructions, int next, int left) {
        int at = next;
        for (int n = 0; n < left; n++) {
            Instruction i = instructions.get(at);
            if (i.isMemory && !touchesNoMemory(i)) {
                return false;
            }
            if (setsAll(i)) {
                return true;
            }
            if (!leavesAlone(i)) {
                return false;
            }
            at += i.length;
        }
        return false;
    }

    private static boolean touchesNoMemory(Instruction i) {
        return switch (i.mnemonic.shape()) {
            case ADDRESS, NOTHING -> true;
            default -> false;
        };
    }

    private static boolean setsAll(Instruction i) {
        return switch (i.mnemonic.shape()) {
            case UPDATE, COMPARE, MULTIPLY -> true;
            case UNARY -> i.mnemonic == Mnemonic.NEG;
            case SHIFT ->
                i.source == Operand.IMMEDIATE
                        && Shifts.mask(i.immediate, i.operandSize) != 0
                        && !i.mnemonic.shift().rotates();
            default -> false;
        };
    }

    private static boolean leavesAlone(Instruction i) {
        return switch (i.mnemonic.shape()) {
            case MOVE, MOVE_SIGNED, ADDRESS, EXCHANGE, NOTHING -> true;
            case UNARY -> i.mnemonic == Mnemonic.NOT;
            default -> false;
        };
    }
}
