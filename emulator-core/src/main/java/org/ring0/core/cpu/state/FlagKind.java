package org.ring0.core.cpu.state;

/**
 * How the six status flags follow from an instruction's operands and result. The kind is kept with the log2 of the
 * operand's width in its two low bits, so that one int says it all; result, destination and source are zero-extended.
 */
public enum FlagKind {
    /** result = destination + source (+ carry). */
    ADD,
    /** result = destination - source (- borrow). */
    SUB,
    /** CF, OF and AF are clear. */
    LOGIC,
    /** result = destination + 1; CF is bit 0 of the source. */
    INC,
    /** result = destination - 1; CF is bit 0 of the source. */
    DEC,
    /** SF, ZF and PF follow from the result; CF, AF and OF are the source's EFLAGS bits. */
    RESULT,
    /** All six are the source's EFLAGS bits. */
    EXPLICIT,
    /** The instruction leaves the flags alone. */
    NONE;

    /** The code of this kind for operands of 1, 2, 4 or 8 bytes. */
    public int code(int size) {
        return ordinal() << 2 | Integer.numberOfTrailingZeros(size);
    }
}
