package org.ring0.core.debug.symbol;

/** Where the value that a register had in the caller is now (DWARF 5, 6.4.1). */
sealed interface FrameRule {
    /** Nowhere. */
    record Undefined() implements FrameRule {}

    /** In the register itself. */
    record SameValue() implements FrameRule {}

    /** In memory, so many bytes from the canonical frame address. */
    record Offset(long bytes) implements FrameRule {}

    /** It is an address, so many bytes from the canonical frame address. */
    record ValueOffset(long bytes) implements FrameRule {}

    /** In another register, by DWARF's number. */
    record InRegister(long number) implements FrameRule {}

    /** In memory, where an expression says. */
    record Expression(ByteReader code) implements FrameRule {}

    /** It is what an expression says. */
    record ValueExpression(ByteReader code) implements FrameRule {}
}
