package org.ring0.core.debug.autopsy;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.debug.symbol.Symbols;

/**
 * Finds out how far a Linux kernel lies from where it was linked (KASLR): its interrupt gates and the entries of its system
 * calls lead to functions whose names are known. Others than Linux have no such names and are taken to lie where they were
 * linked.
 */
public final class KernelPlacement {
    /** Kernels of 64 bits are moved by multiples of this, those of 32 bits by multiples of PHYSICAL_ALIGN's least value. */
    private static final long STEP_64 = 0x20_0000;

    private static final long STEP_32 = 0x2000;
    /** One entry point of a kernel of 32 bits may be a whole step off by chance. */
    private static final int ENOUGH_32 = 3;

    private static final String[] NAMES_64 = {"entry_SYSCALL_64", "asm_exc_page_fault", "early_idt_handler_array"};
    private static final String[] NAMES_32 = {"entry_INT80_32", "asm_exc_page_fault", "early_idt_handler_array"};
    /** Entries of exceptions since Linux 5.8; before that without the prefix. */
    private static final String PREFIX = "asm_exc_";

    private static final Map<Integer, String> EXCEPTIONS = Map.of(
            0, "divide_error",
            1, "debug",
            3, "int3",
            6, "invalid_op",
            7, "device_not_available",
            10, "invalid_tss",
            11, "segment_not_present",
            13, "general_protection",
            14, "page_fault",
            17, "alignment_check");

    private final GuestView guest;
    private final CpuState state;
    private final Symbols symbols;
    /** How many entry points say that it was moved so far. */
    private final Map<Long, Integer> votes = new HashMap<>();

    private KernelPlacement(Cpu cpu, Symbols symbols) {
        this.symbols = symbols;
        guest = new GuestView(cpu, symbols);
        state = guest.state;
    }

    /**
     * The symbols of what a CPU executes, where it is now.
     *
     * @param symbols as they were linked
     */
    public static Symbols of(Cpu cpu, Symbols symbols) {
        return new KernelPlacement(cpu, symbols).placed();
    }

    private Symbols placed() {
        if (!isLinux()) {
            return symbols;
        }
        count();
        Map.Entry<Long, Integer> most =
                votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElse(null);
        int enough = symbols.is64() ? 1 : ENOUGH_32;
        int all = votes.values().stream().mapToInt(Integer::intValue).sum();
        boolean agreed = most != null && most.getValue() >= enough && 2 * most.getValue() > all;
        if (!agreed) {
            return symbols.remarked("whether the kernel was moved (KASLR) is not known: "
                    + (most != null
                            ? "its entry points do not agree"
                            : "none of its entry points is in use, or the symbols are those of another kernel"));
        }
        long distance = most.getKey();
        return distance == 0
                ? symbols
                : symbols.moved(distance)
                        .remarked("kernel moved by %s0x%x, as %d of its entry points tell"
                                .formatted(distance < 0 ? "-" : "", Math.abs(distance), most.getValue()));
    }

    private boolean isLinux() {
        for (String name : symbols.is64() ? NAMES_64 : NAMES_32) {
            if (symbols.find(name).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private void count() {
        EXCEPTIONS.forEach((vector, name) -> {
            OptionalLong gate = gate(vector);
            if (gate.isPresent()) {
                vote(PREFIX + name, gate.getAsLong());
                vote(name, gate.getAsLong());
            }
        });
        OptionalLong first = gate(0);
        if (first.isPresent()) {
            vote("early_idt_handler_array", first.getAsLong());
        }
        if (state.isLongMode()) {
            vote("entry_SYSCALL_64", state.msr.lstar);
        } else {
            vote("entry_SYSENTER_32", state.msr.sysenterEip);
            gate(0x80).ifPresent(address -> vote("entry_INT80_32", address));
        }
    }

    private void vote(String name, long address) {
        OptionalLong linked = symbols.find(name);
        if (linked.isEmpty() || address == 0) {
            return;
        }
        long distance = address - linked.getAsLong();
        if (!symbols.is64()) {
            distance = (int) distance;
        }
        if (distance % (symbols.is64() ? STEP_64 : STEP_32) == 0) {
            votes.merge(distance, 1, Integer::sum);
        }
    }

    /** Where a gate of the IDT leads (SDM Vol. 3A, 6.11 and 6.14.1); empty if there is no memory or no such gate. */
    private OptionalLong gate(int vector) {
        boolean wide = state.isLongMode();
        long at = (long) vector * (wide ? 16 : 8);
        if (!state.isProtected() || at + (wide ? 15 : 7) > state.idtLimit) {
            return OptionalLong.empty();
        }
        OptionalLong low = guest.number(state.idtBase + at, 8);
        OptionalLong high = wide ? guest.number(state.idtBase + at + 8, 8) : OptionalLong.of(0);
        if (low.isEmpty() || high.isEmpty() || (low.getAsLong() & 0x0e00_0000_0000L) != 0x0e00_0000_0000L) {
            return OptionalLong.empty();
        }
        long offset = low.getAsLong() & 0xffff | low.getAsLong() >>> 32 & 0xffff_0000L;
        return OptionalLong.of(offset | high.getAsLong() << 32);
    }
}
