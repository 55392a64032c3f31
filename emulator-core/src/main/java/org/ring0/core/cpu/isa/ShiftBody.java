package org.ring0.core.cpu.isa;

import org.ring0.core.cpu.state.Eflags;

/**
 * One shift or rotate: its value, its carry, and which flags it leaves.
 *
 * @param left whether bits move to the left, which decides how OF is made
 * @param rotates whether SF, ZF, AF and PF stay as they were
 * @param readsCarry whether CF takes part
 */
public record ShiftBody(
        Shifts.Value value, Shifts.CarryOut carryOut, boolean left, boolean rotates, boolean readsCarry) {

    /** The EFLAGS bits of CF and OF after a shift with this result (truncated to the width). */
    public int carryAndOverflow(long result, long dest, int count, int size, long carry) {
        long out = carryOut.apply(dest, count, size, carry);
        return (out != 0 ? Eflags.CF : 0)
                | (left ? Shifts.overflowLeft(result, out, size) : Shifts.overflowRight(result, size));
    }
}
