package org.ring0.core.debug.symbol;

/** What call frame information says about the caller of a function. */
public sealed interface Unwinding {
    /** There is none for this code. */
    record Unknown() implements Unwinding {}

    /**
     * The caller.
     *
     * @param frame its registers behind the call
     * @param interrupted whether no call has led here: the address in RIP is that of an instruction that was not executed yet
     */
    record Caller(CallFrame frame, boolean interrupted) implements Unwinding {}

    /** Nobody has called the function. */
    record Outermost() implements Unwinding {}

    /** It cannot be followed here; the sentence says why. */
    record Lost(String why) implements Unwinding {}
}
