package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.symbol.Place;

/**
 * Who called whom, by the chain of frame pointers in EBP or RBP. Code that keeps none (gcc's -fomit-frame-pointer) is left
 * out of it or ends it; where a function has not set up its frame yet, or has left it, its caller is found all the same.
 *
 * @param frames the innermost function first
 * @param end why there is no further one
 */
record StackTrace(List<Place> frames, String end) {
    private static final int MAX_FRAMES = 48;
    private static final int PUSH_BP = 0x55;
    private static final int RET = 0xc3;
    private static final int MOV_BP_SP = 0xe589;
    private static final int MOV_BP_SP_TOO = 0xec8b;
    private static final int REX_W = 0x48;

    static StackTrace of(GuestView guest) {
        return new Walk(guest).all();
    }

    private static final class Walk {
        private final GuestView guest;
        private final CpuState state;
        private final int word;
        private final long stack;
        private final List<Place> frames = new ArrayList<>();

        Walk(GuestView guest) {
            this.guest = guest;
            state = guest.state;
            word = new CpuMode(CpuMode.keyOf(state)).codeSize();
            stack = state.is64Bit() ? 0 : state.segment[Segment.SS].base;
        }

        StackTrace all() {
            frames.add(guest.here());
            OptionalLong caller = withoutFrame();
            caller.ifPresent(this::add);
            long mask = -1L >>> 64 - 8 * word;
            long pointer = state.gpr[CpuState.RBP] & mask;
            while (frames.size() < MAX_FRAMES) {
                if (pointer == 0) {
                    return end("a frame pointer of 0 ends it");
                }
                OptionalLong next = read(pointer);
                OptionalLong back = read(pointer + word);
                if (next.isEmpty() || back.isEmpty()) {
                    return end("no memory is at the frame pointer " + guest.hex(pointer));
                }
                if (back.getAsLong() == 0) {
                    return end("a return address of 0 ends it");
                }
                add(back.getAsLong());
                if (next.getAsLong() != 0 && Long.compareUnsigned(next.getAsLong(), pointer) <= 0) {
                    return end("the frame pointer at %s leads downwards, to %s"
                            .formatted(guest.hex(pointer), guest.hex(next.getAsLong())));
                }
                pointer = next.getAsLong();
            }
            return end("and further ones");
        }

        private StackTrace end(String why) {
            return new StackTrace(frames, why);
        }

        private void add(long returnOffset) {
            frames.add(guest.symbols.before(guest.code(returnOffset)));
        }

        private OptionalLong read(long offset) {
            return guest.number(stack + offset, word);
        }

        /** The return address of a function that is about to set up its frame or to return, at the top of the stack. */
        private OptionalLong withoutFrame() {
            byte[] code = new byte[5];
            if (guest.memory.read(guest.code(state.rip), code) < code.length) {
                return OptionalLong.empty();
            }
            long top = state.gpr[CpuState.RSP];
            int first = code[0] & 0xff;
            if (first == PUSH_BP || first == RET) {
                return read(top);
            }
            int at = first == REX_W ? 1 : 0;
            int two = code[at] & 0xff | (code[at + 1] & 0xff) << 8;
            boolean pushed = guest.number(guest.code(state.rip - 1), 1).orElse(0) == PUSH_BP;
            return pushed && (two == MOV_BP_SP || two == MOV_BP_SP_TOO) ? read(top + word) : OptionalLong.empty();
        }
    }
}
