package org.ring0.core.cpu.strings;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.ring0.core.cpu.state.CpuState;

/**
 * A program with one string instruction, and the machine in which it starts.
 *
 * @param codeAt where it lies, and starts
 * @param rounds how often it runs
 * @param memory what is in RAM, by address
 * @param pages page table entries that are not the identity, by page
 * @param registers the eight general registers; ESP is the machine's
 * @param flags bits of EFLAGS beyond the fixed one
 * @param warm whether every page has been touched before
 */
record Scenario(
        boolean is32,
        int codeAt,
        byte[] code,
        int rounds,
        byte[] memory,
        boolean paged,
        Map<Integer, Integer> pages,
        long[] registers,
        int flags,
        List<DataSegment> segments,
        List<Breakpoint> breakpoints,
        boolean warm) {

    /** A segment register's hidden part. */
    record DataSegment(int register, int base, long limit, int attributes) {}

    /** As in DR7: kind 0 executes, 1 writes, 3 reads or writes; one byte. */
    record Breakpoint(int number, int kind, int address) {}

    void prepare(StringMachine machine) {
        CpuState s = machine.state();
        System.arraycopy(registers, 0, s.gpr, 0, 8);
        s.systemFlags |= flags;
        segments.forEach(
                segment -> s.segment[segment.register].load(16, segment.base, segment.limit, segment.attributes));
        if (warm) {
            machine.touch();
        }
        breakpoints.forEach(b -> machine.breakpoint(b.number, b.kind, b.address));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%s-bit code %s at %x, flags %x, rounds %d"
                .formatted(is32 ? "32" : "16", HexFormat.of().formatHex(code), codeAt, flags, rounds));
        String[] names = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
        for (int r : new int[] {0, 1, 6, 7}) {
            text.append(" %s=%x".formatted(names[r], registers[r]));
        }
        if (paged) {
            text.append(", pages");
            pages.forEach((page, entry) -> text.append(" %x:%x".formatted(page, entry)));
        }
        return text + ", " + segments + ", " + breakpoints;
    }
}
