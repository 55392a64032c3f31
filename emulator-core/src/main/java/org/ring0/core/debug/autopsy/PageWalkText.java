package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.debug.LinearMemory;

/** The translation of a linear address in words, level by level (SDM Vol. 3A, chapter 4). */
final class PageWalkText {
    private static final String[] TABLES = {"", "PT", "PD", "PDPT", "PML4"};
    private static final int WRITABLE = 1 << 1;
    private static final int USER = 1 << 2;
    private static final long FRAME_32 = 0xffff_f000L;
    private static final long FRAME_64 = 0x000f_ffff_ffff_f000L;

    private final CpuState state;
    private final LinearMemory memory;

    PageWalkText(GuestView guest) {
        state = guest.state;
        memory = guest.memory;
    }

    /** One line an entry, and one on where that leads. */
    List<String> of(long linear) {
        List<String> lines = new ArrayList<>();
        for (LinearMemory.Entry entry : memory.walk(linear)) {
            lines.add(text(entry));
        }
        long physical = memory.physical(linear);
        if (physical != LinearMemory.UNMAPPED) {
            lines.add("it is mapped to physical %08x".formatted(physical));
        }
        return lines;
    }

    private String text(LinearMemory.Entry entry) {
        boolean register = entry.physical() == LinearMemory.UNMAPPED;
        String place = register ? "in the CPU" : "at physical %08x".formatted(entry.physical());
        String raw = (entry.width() == 8 ? "%016x" : "%08x").formatted(entry.raw());
        return "%s entry %d %s: %s, %s"
                .formatted(TABLES[entry.table()], entry.index(), place, raw, meaning(entry, register));
    }

    private String meaning(LinearMemory.Entry entry, boolean register) {
        if (!entry.isPresent()) {
            return entry.raw() == 0 ? "not present" : "not present (bits that mean nothing to the CPU are set)";
        }
        long frame = entry.raw() & (entry.width() == 8 ? FRAME_64 : FRAME_32);
        String rights = register
                ? ""
                : ", %s, %s%s"
                        .formatted(
                                (entry.raw() & WRITABLE) != 0 ? "writable" : "read-only",
                                (entry.raw() & USER) != 0 ? "user" : "supervisor only",
                                isNoExecute(entry) ? ", no execution" : "");
        String target = entry.page() ? pageSize(entry) + " page" : "table at %08x".formatted(frame);
        return "present" + rights + ", " + target;
    }

    private boolean isNoExecute(LinearMemory.Entry entry) {
        return entry.width() == 8 && entry.raw() < 0 && (state.efer & ControlBits.EFER_NXE) != 0;
    }

    private static String pageSize(LinearMemory.Entry entry) {
        return switch (entry.table()) {
            case 1 -> "4 KiB";
            case 2 -> entry.width() == 8 ? "2 MiB" : "4 MiB";
            default -> "1 GiB";
        };
    }
}
