package org.ring0.core.debug.autopsy;

import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.EndOfPage;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;

/** Decodes single instructions in the guest's present mode, and tells return addresses from other numbers: a call ends right before them. */
final class CallSites {
    /** CALL to a register has two bytes, CALL to memory with all that belongs to an address at most eight. */
    private static final int SHORTEST_CALL = 2;

    private static final int LONGEST_CALL = 8;
    private static final int LONGEST = Decoder.MAX_LENGTH;

    private final GuestView guest;
    private final Decoder decoder = new Decoder();

    CallSites(GuestView guest) {
        this.guest = guest;
    }

    /** Whether the number is an offset in the code segment that a call may have pushed. */
    boolean isReturn(long offset) {
        for (int length = SHORTEST_CALL; length <= LONGEST_CALL; length++) {
            Instruction i = at(guest.code(offset - length));
            if (i != null && i.length == length && i.mnemonic == Mnemonic.CALL) {
                return true;
            }
        }
        return false;
    }

    /** The instruction at a linear address, or null if none is there. */
    Instruction at(long linear) {
        byte[] code = new byte[LONGEST];
        int length = guest.memory.read(linear, code);
        int[] next = {0};
        try {
            Instruction i = decoder.decode(
                    () -> {
                        if (next[0] == length) {
                            throw EndOfPage.INSTANCE;
                        }
                        return code[next[0]++] & 0xff;
                    },
                    new CpuMode(CpuMode.keyOf(guest.state)));
            return i.row == Instruction.UNDEFINED ? null : i;
        } catch (EndOfPage | CpuException noInstruction) {
            return null;
        }
    }
}
