package org.ring0.core.cpu.translator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.region.CodeSource;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.Disassembler;

/**
 * A piece of guest code at the beginning of a page, with what it is for and the mode that it runs in. A line is the bytes of
 * an instruction and, from a fixed column on, its source, which must be what they read as; or the bytes of a table.
 *
 * @param head the text up to the first empty line
 */
record Snippet(String head, Mode mode, MemoryAccess access, List<Line> lines) {
    private static final int PAGE = 0x1000;
    private static final int ADDRESS = 0x1000;
    private static final int SOURCE_COLUMN = 33;
    private static final String TABLE = "dd";

    /** The modes by the names in the files. */
    enum Mode {
        FLAT,
        USER,
        SEGMENTED,
        REAL,
        VIRTUAL_8086,
        PROTECTED_16,
        LONG,
        LONG_USER;

        static Mode of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        CpuMode set(CpuState s) {
            boolean is64 = this == LONG || this == LONG_USER;
            boolean is32 = this == FLAT || this == USER || this == SEGMENTED;
            if (this != REAL) {
                s.cr0 |= 1;
            }
            if (this == VIRTUAL_8086) {
                s.systemFlags |= Eflags.VM;
            }
            s.cpl = this == USER || this == VIRTUAL_8086 || this == LONG_USER ? 3 : 0;
            int base = is32 && this != SEGMENTED ? 0 : 0x1000;
            for (int n = 0; n < s.segment.length; n++) {
                int type = n == Segment.CS ? 0x9b : 0x93;
                s.segment[n].load(0, base, is32 && base == 0 ? Segment.NO_LIMIT : 0xffff, type | (is32 ? 0xc000 : 0));
            }
            if (is64) {
                s.efer |= ControlBits.EFER_LMA;
                s.segment[Segment.CS].load(0, 0, Segment.UNLIMITED, 0x9b | Segment.L);
            }
            return new CpuMode(CpuMode.keyOf(s));
        }
    }

    /** A line of the file. */
    record Line(byte[] bytes, String source) {
        static Line of(String text) {
            String bytes = text.substring(0, SOURCE_COLUMN).strip();
            return new Line(HexFormat.ofDelimiter(" ").parseHex(bytes), text.substring(SOURCE_COLUMN));
        }
    }

    static Snippet of(String text) {
        String head = text.split("\n\n")[0].strip();
        String[] mode = head.lines().toList().get(1).split(" ");
        return new Snippet(
                head + "\n",
                Mode.of(mode[1]),
                mode.length > 2 ? MemoryAccess.valueOf(mode[2].toUpperCase(Locale.ROOT)) : MemoryAccess.RAW,
                head.lines().skip(2).map(Line::of).toList());
    }

    /** What the translator makes of it, which the JVM has found to be right as far as it checks. */
    RegionListing translate() {
        try (SmallMachine machine = new SmallMachine()) {
            CpuReset.reset(machine.cpu);
            CpuMode cpuMode = mode.set(machine.state);
            byte[] page = page(cpuMode);
            machine.memory.writeMemory(ADDRESS, page, 0, page.length);
            // Tables are looked for where the guest has read already.
            machine.cpu.mmu().read(ADDRESS, 1);
            List<RegionListing> listings = new ArrayList<>();
            Translator translator = Translator.traced(machine.cpu, access, listings::add);
            translator.request(new RegionRequest(cpuMode, 0, ADDRESS, ADDRESS, CodeSource.single(ADDRESS, page)));
            assertNotNull(translator.poll().region(), "nothing was translated");
            return listings.getLast();
        }
    }

    private byte[] page(CpuMode cpuMode) {
        byte[] page = new byte[PAGE];
        int at = 0;
        for (Line line : lines) {
            System.arraycopy(line.bytes, 0, page, at, line.bytes.length);
            if (!line.source.equals(TABLE)) {
                assertEquals(
                        line.source,
                        Disassembler.line(page, at, cpuMode, ADDRESS + at).text());
            }
            at += line.bytes.length;
        }
        return page;
    }
}
