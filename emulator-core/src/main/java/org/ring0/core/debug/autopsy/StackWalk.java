package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.debug.autopsy.Autopsy.FoundBy;
import org.ring0.core.debug.symbol.CallFrame;
import org.ring0.core.debug.symbol.Unwinding;

/** Goes from the innermost function outwards. Whatever the guest has on its stack, it ends after some dozens of frames. */
final class StackWalk {
    private static final int MAX_FRAMES = 48;
    private static final int MAX_GUESSES = 16;
    /** How far a guess may lie from the top of the stack, in words. */
    private static final int NEAR = 48;

    private static final int FAR = 512;

    private final GuestView guest;
    private final CpuState state;
    private final StackWords words;
    private final int word;
    private final List<Autopsy.Frame> frames = new ArrayList<>();

    /** Where the function that was found last goes on. */
    private CallFrame frame = new CallFrame();
    /** Whether it has called, so that the instruction before is the one that counts. */
    private boolean called;
    /** Whether no guess has led here. */
    private boolean certain = true;
    /** Whether that is so for RBP. */
    private boolean pointerCertain = true;

    StackWalk(GuestView guest) {
        this.guest = guest;
        state = guest.state;
        words = new StackWords(guest);
        word = words.size();
        for (int i = 0; i < 16; i++) {
            frame = frame.with(i, state.gpr[i] & words.mask());
        }
        frame = frame.with(CallFrame.RIP, state.rip);
    }

    StackTrace all() {
        frames.add(new Autopsy.Frame(guest.here(), FoundBy.REGISTERS, true));
        String end = null;
        while (end == null && frames.size() < MAX_FRAMES) {
            end = step();
        }
        return new StackTrace(frames, end == null ? "and further ones" : end);
    }

    /** Goes to the caller; null if there is one, else why there is none. */
    private String step() {
        return switch (unwound()) {
            case Unwinding.Outermost() -> "the call frame information says that nobody has called it";
            case Unwinding.Caller(CallFrame caller, boolean interrupted) -> toCaller(caller, interrupted);
            case Unwinding.Lost(String why) -> lost(frame.get(CallFrame.RSP), why);
            case Unwinding.Unknown() -> byPointer();
        };
    }

    private Unwinding unwound() {
        long at = guest.code(frame.get(CallFrame.RIP) - (called ? 1 : 0));
        return guest.symbols.caller(frame, at, word, words::number);
    }

    private String toCaller(CallFrame caller, boolean interrupted) {
        long back = caller.get(CallFrame.RIP);
        if (back == 0) {
            return "a return address of 0 ends it";
        }
        if (!isCaller(caller, interrupted)) {
            return lost(
                    caller.get(CallFrame.RSP),
                    "the call frame information leads to " + guest.hex(back) + ", behind no call");
        }
        pointerCertain &= certain;
        add(caller, !interrupted, FoundBy.CALL_FRAME_INFORMATION);
        return null;
    }

    /** Whether it lies further out on the stack and goes on behind a call. */
    private boolean isCaller(CallFrame caller, boolean interrupted) {
        return interrupted
                || Long.compareUnsigned(caller.get(CallFrame.RSP), frame.get(CallFrame.RSP)) > 0
                        && words.isReturn(caller.get(CallFrame.RIP));
    }

    private void add(CallFrame next, boolean byCall, FoundBy by) {
        frame = next;
        called = byCall;
        long address = guest.code(next.get(CallFrame.RIP));
        frames.add(new Autopsy.Frame(byCall ? guest.symbols.before(address) : guest.symbols.at(address), by, certain));
    }

    private String byPointer() {
        if (frames.size() == 1) {
            innermost();
        }
        if (!frame.knows(CallFrame.RBP)) {
            return lost(frame.get(CallFrame.RSP), "no frame pointer is known");
        }
        long pointer = frame.get(CallFrame.RBP);
        if (pointer == 0) {
            return "a frame pointer of 0 ends it";
        }
        long top = frame.get(CallFrame.RSP);
        OptionalLong next = words.at(pointer);
        OptionalLong back = words.at(pointer + word);
        if (next.isEmpty() || back.isEmpty()) {
            return lost(top, "no memory is at the frame pointer " + guest.hex(pointer));
        }
        if (back.getAsLong() == 0) {
            return "a return address of 0 ends it";
        }
        if (Long.compareUnsigned(pointer, top) < 0 || !words.isReturn(back.getAsLong())) {
            return lost(top, guest.hex(pointer) + " is no frame pointer");
        }
        certain = pointerCertain;
        CallFrame caller = new CallFrame()
                .with(CallFrame.RSP, pointer + 2L * word)
                .with(CallFrame.RBP, next.getAsLong())
                .with(CallFrame.RIP, back.getAsLong());
        add(caller, true, FoundBy.FRAME_POINTER);
        return null;
    }

    /** The caller of a function that has not set up a frame, or never does: RBP is still that of its caller. */
    private void innermost() {
        long top = frame.get(CallFrame.RSP);
        long distance = words.distanceOfReturn(top);
        if (distance >= 0) {
            returnTo(top + distance, FoundBy.FRAME_POINTER);
        } else if (words.keepsNoFrame()) {
            long room = (frame.get(CallFrame.RBP) - top) / word;
            long slot = words.findReturn(top, room > 0 && room < NEAR ? (int) room : NEAR);
            if (slot >= 0) {
                certain = false;
                returnTo(top + slot * word, FoundBy.SCAN);
            }
        }
    }

    /** The function that a return address on the stack leads to. */
    private void returnTo(long slot, FoundBy by) {
        CallFrame caller = frame.with(CallFrame.RSP, slot + word)
                .with(CallFrame.RIP, words.at(slot).orElse(0));
        add(caller, true, by);
    }

    /** The chain is broken: what lies further out can only be guessed, and is followed from there as far as possible. */
    private String lost(long from, String why) {
        certain = false;
        long slot = from;
        int left = FAR;
        for (int found = 0; found < MAX_GUESSES && frames.size() < MAX_FRAMES; found++) {
            int next = words.findOrigin(slot, left);
            if (next < 0) {
                break;
            }
            left -= next;
            guess(slot + (long) next * word);
            follow();
            long beyond = frame.get(CallFrame.RSP);
            left -= (int) Math.min(left, Math.max(1, (beyond - slot) / word - next));
            slot = beyond;
        }
        return why;
    }

    private void guess(long slot) {
        CallFrame known = new CallFrame();
        if (words.isReturn(words.at(slot).orElse(0))) {
            add(
                    known.with(CallFrame.RSP, slot + word)
                            .with(CallFrame.RIP, words.at(slot).orElse(0)),
                    true,
                    FoundBy.SCAN);
        } else {
            add(words.interrupted(slot), false, FoundBy.SCAN);
        }
    }

    /** Goes on by call frame information alone. */
    private void follow() {
        while (frames.size() < MAX_FRAMES
                && unwound() instanceof Unwinding.Caller(CallFrame caller, boolean interrupted)
                && caller.get(CallFrame.RIP) != 0
                && isCaller(caller, interrupted)) {
            add(caller, !interrupted, FoundBy.CALL_FRAME_INFORMATION);
        }
    }
}
