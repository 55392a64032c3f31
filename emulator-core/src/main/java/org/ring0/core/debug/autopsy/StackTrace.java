package org.ring0.core.debug.autopsy;

import java.util.List;

/**
 * Who called whom, found by the best that there is for each function: call frame information from the file with the symbols,
 * else the frame pointer in EBP or RBP, else words on the stack that a call or an interrupt may have left there, which are
 * guesses.
 *
 * @param frames the innermost function first
 * @param end why it ends
 */
record StackTrace(List<Autopsy.Frame> frames, String end) {
    static StackTrace of(GuestView guest) {
        return new StackWalk(guest).all();
    }
}
