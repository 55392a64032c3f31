package org.ring0.core.debug.autopsy;

import java.util.OptionalLong;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.symbol.CallFrame;
import org.ring0.core.debug.symbol.Place;

/** What words on the stack look like: return addresses, and what interrupts push (SDM Vol. 3A, 6.12.1 and 6.14.2). */
final class StackWords {
    private static final int PUSH_BP = 0x55;
    private static final int RET = 0xc3;
    private static final int MOV_BP_SP = 0xe589;
    private static final int MOV_BP_SP_TOO = 0xec8b;
    private static final int REX_W = 0x48;
    private static final int ENDBR = 0x1e0ff3;
    private static final int ENDBR_LENGTH = 4;
    /** Of EFLAGS: the bit that is always one, and all that never are. */
    private static final long FLAGS_ONE = 2;

    private static final long FLAGS_ZERO = ~0x3f_7fd7L;

    private final GuestView guest;
    private final CpuState state;
    private final CallSites calls;
    private final int word;
    private final long mask;
    private final long base;

    StackWords(GuestView guest) {
        this.guest = guest;
        state = guest.state;
        calls = new CallSites(guest);
        word = new CpuMode(CpuMode.keyOf(state)).codeSize();
        mask = -1L >>> 64 - 8 * word;
        base = state.is64Bit() ? 0 : state.segment[Segment.SS].base;
    }

    /** Bytes of a word. */
    int size() {
        return word;
    }

    long mask() {
        return mask;
    }

    OptionalLong at(long offset) {
        return number(offset, word);
    }

    OptionalLong number(long offset, int size) {
        return guest.number(base + (offset & mask), size);
    }

    boolean isReturn(long value) {
        return calls.isReturn(value);
    }

    /** The number of the first word that is a return address; negative without one. */
    int findReturn(long from, int words) {
        return find(from, words, false);
    }

    /** As {@link #findReturn}, but what an interrupt has pushed counts as well. */
    int findOrigin(long from, int words) {
        return find(from, words, true);
    }

    private int find(long from, int words, boolean interrupts) {
        for (int i = 0; i < words; i++) {
            OptionalLong value = at(from + (long) i * word);
            if (value.isEmpty()) {
                return -1;
            }
            if (calls.isReturn(value.getAsLong()) || interrupts && isInterrupt(from + (long) i * word)) {
                return i;
            }
        }
        return -1;
    }

    /** Whether an interrupt or exception may have pushed what lies here: an address in a known function, CS, EFLAGS. */
    private boolean isInterrupt(long slot) {
        long flags = at(slot + 2L * word).orElse(0);
        return at(slot + word).orElse(0) == state.segment[Segment.CS].selector
                && (flags & FLAGS_ONE) != 0
                && (flags & FLAGS_ZERO) == 0
                && guest.symbols.at(guest.code(at(slot).orElse(0))).symbol() != null;
    }

    /** Where what was interrupted goes on; within a privilege level, only 64-bit code has its stack pushed as well. */
    CallFrame interrupted(long slot) {
        long stack = word == 8 ? at(slot + 3L * word).orElse(0) : slot + 3L * word;
        return new CallFrame()
                .with(CallFrame.RIP, at(slot).orElse(0))
                .with(CallFrame.RSP, Long.compareUnsigned(stack, slot) > 0 ? stack : slot + 3L * word);
    }

    /** How far from the top of the stack the return address of a function lies that is about to set up its frame or to return. */
    int distanceOfReturn(long top) {
        byte[] code = new byte[5];
        if (guest.memory.read(guest.code(state.rip), code) < code.length) {
            return -1;
        }
        int first = code[0] & 0xff;
        int found = -1;
        if (first == PUSH_BP || first == RET) {
            found = 0;
        } else {
            int at = first == REX_W ? 1 : 0;
            int two = code[at] & 0xff | (code[at + 1] & 0xff) << 8;
            boolean pushed = guest.number(guest.code(state.rip - 1), 1).orElse(0) == PUSH_BP;
            found = pushed && (two == MOV_BP_SP || two == MOV_BP_SP_TOO) ? word : -1;
        }
        return found >= 0 && at(top + found).isPresent() ? found : -1;
    }

    /** Whether the innermost function is known to begin otherwise than by saving the frame pointer. */
    boolean keepsNoFrame() {
        Place here = guest.here();
        if (here.symbol() == null) {
            return false;
        }
        long start = here.address() - here.offset();
        boolean marked = (guest.number(start, 4).orElse(0) & 0xff_ffff) == ENDBR;
        return guest.number(marked ? start + ENDBR_LENGTH : start, 1).orElse(PUSH_BP) != PUSH_BP;
    }
}
