package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.ExceptionLog;
import org.ring0.core.cpu.state.CpuException;

/** Exceptions and their error codes in words (SDM Vol. 3A, table 6-1, 6.13 and 4.7). */
final class ExceptionText {
    private static final String[] NAMES = {
        "#DE divide error",
        "#DB debug exception",
        "NMI",
        "#BP breakpoint",
        "#OF overflow",
        "#BR bound range exceeded",
        "#UD invalid opcode",
        "#NM x87 not available",
        "#DF double fault",
        "vector 9",
        "#TS invalid TSS",
        "#NP segment not present",
        "#SS stack-segment fault",
        "#GP general protection",
        "#PF page fault",
        "vector 15",
        "#MF x87 floating-point error",
        "#AC alignment check",
        "#MC machine check",
        "#XM SIMD floating-point error"
    };
    private static final int EXT = 1;
    private static final int IDT = 1 << 1;
    private static final int SELECTOR = 0xfffc;

    private static final int PF_PRESENT = 1;
    private static final int PF_WRITE = 1 << 1;
    private static final int PF_USER = 1 << 2;
    private static final int PF_RESERVED = 1 << 3;
    private static final int PF_FETCH = 1 << 4;

    private final GuestView guest;
    private final DescriptorText descriptors;

    ExceptionText(GuestView guest) {
        this.guest = guest;
        descriptors = new DescriptorText(guest);
    }

    static String name(int vector) {
        return vector < NAMES.length ? NAMES[vector] : "vector " + vector;
    }

    /** What the error code says; empty if there is none or it says nothing. */
    String errorCode(ExceptionLog.Entry raised) {
        int code = raised.errorCode();
        return switch (raised.vector()) {
            case CpuException.PF -> pageFault(raised);
            case CpuException.TS, CpuException.NP, CpuException.SS, CpuException.GP ->
                (code & (SELECTOR | IDT)) == 0 ? noSelector(code) : selector(code);
            default -> "";
        };
    }

    private static String noSelector(int code) {
        return (code & EXT) != 0 ? "about no selector, while an event was delivered" : "about no selector";
    }

    private static String selector(int code) {
        String what = (code & IDT) != 0
                ? "about IDT entry %d".formatted(code >> 3)
                : "about selector %04x".formatted(code & SELECTOR);
        return what + ((code & EXT) != 0 ? ", while an event was delivered" : "");
    }

    private String pageFault(ExceptionLog.Entry raised) {
        int code = raised.errorCode();
        String access = (code & PF_FETCH) != 0 ? "an instruction fetch" : (code & PF_WRITE) != 0 ? "a write" : "a read";
        String who = (code & PF_USER) != 0 ? "user mode" : "supervisor mode";
        String why = (code & PF_RESERVED) != 0
                ? "where a paging entry has a reserved bit set"
                : (code & PF_PRESENT) != 0 ? "which the rights of the page forbid" : "where no page is present";
        return "%s in %s at %s, %s".formatted(access, who, guest.symbols.at(raised.linear()), why);
    }

    /**
     * What is involved, line by line.
     *
     * @param delivered whether the CPU has tried to deliver it, so that its gate matters
     */
    List<String> details(ExceptionLog.Entry raised, boolean delivered) {
        List<String> lines = new ArrayList<>();
        if (raised.vector() == CpuException.PF) {
            lines.addAll(new PageWalkText(guest).of(raised.linear()));
        }
        boolean hasSelector = raised.vector() >= CpuException.TS && raised.vector() <= CpuException.GP;
        if (hasSelector && (raised.errorCode() & IDT) == 0 && (raised.errorCode() & SELECTOR) != 0) {
            lines.add(descriptors.selector(raised.errorCode() & SELECTOR));
        }
        if (delivered) {
            lines.addAll(descriptors.gate(raised.vector()));
        }
        return lines;
    }
}
