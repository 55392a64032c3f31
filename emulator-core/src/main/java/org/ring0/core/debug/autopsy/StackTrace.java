package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.symbol.Place;

/**
 * Who called whom, by the chain of frame pointers in EBP or RBP. Where code keeps none (gcc's -fomit-frame-pointer, and many
 * functions that call nobody), words on the stack that a call may have left there are shown as guesses.
 *
 * @param frames the innermost function first
 * @param end why the chain ends
 */
record StackTrace(List<Autopsy.Frame> frames, String end) {
    private static final int MAX_FRAMES = 48;
    private static final int MAX_GUESSES = 16;
    /** How far a guess may lie from the top of the stack, in words. */
    private static final int NEAR = 48;

    private static final int FAR = 512;
    private static final int PUSH_BP = 0x55;
    private static final int RET = 0xc3;
    private static final int MOV_BP_SP = 0xe589;
    private static final int MOV_BP_SP_TOO = 0xec8b;
    private static final int REX_W = 0x48;
    private static final int ENDBR = 0x1e0ff3;
    private static final int ENDBR_LENGTH = 4;

    static StackTrace of(GuestView guest) {
        return new Walk(guest).all();
    }

    private static final class Walk {
        private final GuestView guest;
        private final CpuState state;
        private final CallSites calls;
        private final int word;
        private final long mask;
        private final long stack;
        private final List<Autopsy.Frame> frames = new ArrayList<>();

        Walk(GuestView guest) {
            this.guest = guest;
            state = guest.state;
            calls = new CallSites(guest);
            word = new CpuMode(CpuMode.keyOf(state)).codeSize();
            mask = -1L >>> 64 - 8 * word;
            stack = state.is64Bit() ? 0 : state.segment[Segment.SS].base;
        }

        StackTrace all() {
            frames.add(new Autopsy.Frame(guest.here(), true));
            long top = state.gpr[CpuState.RSP] & mask;
            long pointer = state.gpr[CpuState.RBP] & mask;
            OptionalLong caller = withoutFrame(top);
            if (caller.isPresent()) {
                add(caller.getAsLong(), true);
            } else if (keepsNoFrame()) {
                long distance = pointer - top;
                boolean bounded = distance > 0 && distance / word < NEAR;
                guess(top, bounded ? (int) (distance / word) : NEAR, 1);
            }
            return chain(pointer, top);
        }

        private StackTrace chain(long first, long top) {
            long pointer = first;
            long known = top;
            while (frames.size() < MAX_FRAMES) {
                if (pointer == 0) {
                    return new StackTrace(frames, "a frame pointer of 0 ends it");
                }
                OptionalLong next = read(pointer);
                OptionalLong back = read(pointer + word);
                if (next.isEmpty() || back.isEmpty()) {
                    return lost(known, "no memory is at the frame pointer " + guest.hex(pointer));
                }
                if (back.getAsLong() == 0) {
                    return new StackTrace(frames, "a return address of 0 ends it");
                }
                if (Long.compareUnsigned(pointer, known) < 0 || !calls.isReturn(back.getAsLong())) {
                    return lost(known, guest.hex(pointer) + " is no frame pointer");
                }
                add(back.getAsLong(), true);
                known = pointer + 2L * word;
                pointer = next.getAsLong();
            }
            return new StackTrace(frames, "and further ones");
        }

        /** The chain is broken: what lies behind the last known frame can only be guessed. */
        private StackTrace lost(long from, String why) {
            guess(from, FAR, MAX_GUESSES);
            return new StackTrace(frames, why);
        }

        private void guess(long from, int words, int most) {
            int found = 0;
            for (int i = 0; i < words && found < most && frames.size() < MAX_FRAMES; i++) {
                OptionalLong value = read(from + (long) i * word);
                if (value.isEmpty()) {
                    return;
                }
                if (calls.isReturn(value.getAsLong())) {
                    add(value.getAsLong(), false);
                    found++;
                }
            }
        }

        private void add(long returnOffset, boolean certain) {
            frames.add(new Autopsy.Frame(guest.symbols.before(guest.code(returnOffset)), certain));
        }

        private OptionalLong read(long offset) {
            return guest.number(stack + (offset & mask), word);
        }

        /** The return address of a function that is about to set up its frame or to return, at the top of the stack. */
        private OptionalLong withoutFrame(long top) {
            byte[] code = new byte[5];
            if (guest.memory.read(guest.code(state.rip), code) < code.length) {
                return OptionalLong.empty();
            }
            int first = code[0] & 0xff;
            if (first == PUSH_BP || first == RET) {
                return read(top);
            }
            int at = first == REX_W ? 1 : 0;
            int two = code[at] & 0xff | (code[at + 1] & 0xff) << 8;
            boolean pushed = guest.number(guest.code(state.rip - 1), 1).orElse(0) == PUSH_BP;
            return pushed && (two == MOV_BP_SP || two == MOV_BP_SP_TOO) ? read(top + word) : OptionalLong.empty();
        }

        /** Whether the innermost function is known to begin otherwise than by saving the frame pointer. */
        private boolean keepsNoFrame() {
            Place here = guest.here();
            if (here.symbol() == null) {
                return false;
            }
            long start = here.address() - here.offset();
            boolean marked = (guest.number(start, 4).orElse(0) & 0xff_ffff) == ENDBR;
            return guest.number(marked ? start + ENDBR_LENGTH : start, 1).orElse(PUSH_BP) != PUSH_BP;
        }
    }
}
