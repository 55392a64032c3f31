package org.ring0.core.cpu.parity;

import java.util.Random;
import org.ring0.core.cpu.protection.ControlRegisters;
import org.ring0.core.cpu.protection.DebugUnit;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.memory.AddressSpace;

/**
 * A CPU in one {@link Setting}, and what is random about it: segments, pages and their rights, breakpoints, alignment checks,
 * single steps. Built from a seed, so that two subjects get the same.
 */
class Scene {
    static final int GDT = 0x800;
    static final int HANDLERS = 0xa00;
    static final int TSS = 0x5000;
    static final int IO_MAP = 0x88;
    static final int KERNEL_STACK = 0x5e00;
    private static final int MAX_FAULTS = 150;
    private static final int CODE32 = 8;
    private static final int DATA = 0x10;
    private static final int TASK = 0x18;
    private static final int CODE16 = 0x20;
    private static final int PROGRAM = 0x28;

    private static final int CODE_TYPE = 0x9b;
    private static final int DATA_TYPE = 0x93;

    final Subject subject;
    final Setting setting;
    final Random random;
    final CpuState s;
    final AddressSpace memory;
    /** If there is paging, whether its entries have 8 bytes. */
    private final boolean pae;

    Scene(Subject subject, Setting setting, long seed) {
        this.subject = subject;
        this.setting = setting;
        random = new Random(seed);
        s = subject.state();
        memory = subject.memory();
        pae = oneIn(3);
    }

    /** Sets a subject up to run {@code program}, which is loaded at {@code at} (linear, below 64 KiB). */
    static void build(Subject subject, Setting setting, long seed, byte[] program, int at) {
        Scene scene = setting.is64() ? new LongScene(subject, setting, seed) : new Scene(subject, setting, seed);
        subject.reset();
        scene.data();
        scene.memory.write(Subject.COUNTER, 3 + scene.random.nextInt(8), 2);
        scene.memory.write(Handlers.FUEL, MAX_FAULTS, 4);
        scene.memory.writeMemory(at, program, 0, program.length);
        scene.handlers();
        scene.general();
        scene.segments(at);
        scene.controls();
        scene.breakpoints(at);
        scene.s.attention |= CpuState.ATTENTION_RECHECK;
    }

    final boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** Now and then the data pages are filled with noise; otherwise they hold what the last programs have left. */
    private void data() {
        if (oneIn(8)) {
            byte[] noise = new byte[0x6000];
            random.nextBytes(noise);
            memory.writeMemory(0xa000, noise, 0, noise.length);
        }
        // What FLDCW at 7F10h loads: all numeric exceptions unmasked.
        memory.write(0x7f10, 0x340, 2);
    }

    // ------------------------------------------------------------------------------------------------- handlers

    void handlers() {
        boolean narrow = setting == Setting.REAL || setting == Setting.SYSTEM_16;
        boolean mapsPages = oneIn(2);
        for (int vector = 0; vector <= Handlers.OTHER; vector++) {
            byte[] code = narrow
                    ? Handlers.narrow(vector, setting == Setting.REAL)
                    : Handlers.wide(vector, mapsPages, pae ? 8 : 4);
            memory.writeMemory(HANDLERS + vector * Handlers.STRIDE, code, 0, code.length);
        }
        memory.write(Subject.HANDLER, 0xf4, 1);
        for (int vector = 0; vector < 256; vector++) {
            int handler = HANDLERS + Math.min(vector, Handlers.OTHER) * Handlers.STRIDE;
            int target = vector == Handlers.END_VECTOR ? Subject.HANDLER : handler;
            memory.write(4 * vector, target, 4);
            memory.write(Subject.IDT + 8 * vector, (narrow ? CODE16 : CODE32) << 16 | target, 4);
            memory.write(Subject.IDT + 8 * vector + 4, narrow ? 0xe600 : 0xee00, 4);
        }
        if (setting.isProtected) {
            s.idtBase = Subject.IDT;
            s.idtLimit = 0x7ff;
        } else {
            s.idtLimit = 0x3ff;
        }
    }

    // ------------------------------------------------------------------------------------------------- registers

    void general() {
        for (int r = 0; r < 8; r++) {
            s.gpr[r] = value() & (setting.is32() || oneIn(4) ? 0xffff_ffffL : 0xffff);
        }
        s.gpr[CpuState.RSP] = stack();
    }

    /** Mostly near the end of a page, whose neighbour below may not be there. */
    final long stack() {
        return switch (random.nextInt(4)) {
            case 0 -> 0x7000 + random.nextInt(16);
            case 1 -> random.nextInt(8);
            default -> 0x7800 + random.nextInt(4);
        };
    }

    final long value() {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(64);
            case 1 -> random.nextInt();
            case 2 -> Subject.CODE + random.nextInt(200);
            case 3 -> 0x9000 + 0x1000 * random.nextInt(16) - random.nextInt(8);
            case 4 -> 0x40_8000 + random.nextInt(0x8000);
            case 5 -> -random.nextInt(8);
            default -> 0x8000 + random.nextInt(0x1_8000);
        };
    }

    void controls() {
        if (setting.isProtected) {
            s.cr0 |= ControlBits.CR0_PE;
            s.cpl = setting.cpl;
        }
        s.cr0 |= oneIn(8) ? 0 : ControlBits.CR0_NE;
        s.cr0 |= oneIn(16) ? ControlBits.CR0_TS : 0;
        s.cr0 |= oneIn(2) ? ControlBits.CR0_WP : 0;
        s.cr0 |= oneIn(2) ? ControlBits.CR0_AM : 0;
        s.cr4 |= oneIn(4) ? ControlBits.CR4_VME | ControlBits.CR4_PVI : 0;
        s.cr4 |= ControlBits.CR4_OSFXSR;
        flags();
        s.systemFlags |= setting == Setting.VIRTUAL_8086 ? Eflags.VM : 0;
        if (setting.isProtected && !oneIn(4)) {
            paging();
        }
    }

    final void flags() {
        s.systemFlags |= oneIn(4) ? Eflags.AC : 0;
        s.systemFlags |= oneIn(16) ? Eflags.TF : 0;
        s.systemFlags |= oneIn(2) ? Eflags.IF : 0;
        s.systemFlags |= oneIn(2) ? Eflags.IOPL : 0;
    }

    private void breakpoints(int at) {
        if (!oneIn(6)) {
            return;
        }
        for (int n = 0; n < 4; n++) {
            DebugUnit.write(subject.cpu(), n, oneIn(2) ? at + random.nextInt(60) : value());
        }
        // Execution, stores, ports, loads and stores; any length.
        DebugUnit.write(subject.cpu(), 7, random.nextInt() & 0xffff_00ffL);
    }

    // ------------------------------------------------------------------------------------------------- segments

    void segments(int at) {
        int[] parts = {Segment.SS, Segment.DS, Segment.ES, Segment.FS, Segment.GS};
        if (setting.hasParagraphs()) {
            int codeBase = oneIn(2) ? 0 : at - 0x100 & ~15;
            paragraph(Segment.CS, codeBase);
            s.rip = at - codeBase;
            for (int part : parts) {
                paragraph(part, oneIn(2) ? 0 : random.nextInt(0x400) << 4);
            }
        } else {
            descriptor(CODE32, s.segment[Segment.CS], 0, Segment.NO_LIMIT, CODE_TYPE | Segment.DB | Segment.G);
            descriptor(CODE16, s.segment[Segment.CS], 0, 0xffff, CODE_TYPE);
            boolean flat = oneIn(2);
            code(flat, at);
            for (int n = 0; n < parts.length; n++) {
                data(PROGRAM + 8 + 8 * n, s.segment[parts[n]], flat, parts[n] == Segment.SS);
            }
        }
        if (setting.isProtected) {
            descriptor(CODE32, new Segment(), 0, Segment.NO_LIMIT, CODE_TYPE | Segment.DB | Segment.G);
            descriptor(DATA, new Segment(), 0, Segment.NO_LIMIT, DATA_TYPE | Segment.DB | Segment.G);
            descriptor(TASK, s.tr, TSS, IO_MAP + random.nextInt(16), 0x8b);
            s.gdtBase = GDT;
            s.gdtLimit = 0xff;
            memory.write(TSS + 4, KERNEL_STACK, 4);
            memory.write(TSS + 8, DATA, 4);
            memory.write(TSS + 0x66, IO_MAP, 2);
            memory.write(TSS + IO_MAP - 32, random.nextLong(), 8);
        }
    }

    private void paragraph(int part, int base) {
        Segment segment = s.segment[part];
        boolean unreal = setting == Setting.REAL && part != Segment.CS && oneIn(8);
        int attributes = DATA_TYPE | (setting == Setting.VIRTUAL_8086 ? 3 << Segment.DPL_SHIFT : 0);
        segment.load(base >> 4, base, unreal ? Segment.NO_LIMIT : 0xffff, attributes);
    }

    private void code(boolean flat, int at) {
        long base = flat && !oneIn(4) || oneIn(2) ? 0 : at - random.nextInt(0x200);
        long limit = flat ? Segment.NO_LIMIT : at - base + (oneIn(4) ? random.nextInt(80) : 0x1000);
        int attributes = CODE_TYPE | setting.cpl << Segment.DPL_SHIFT | (setting.is32() ? Segment.DB : 0);
        descriptor(PROGRAM, s.segment[Segment.CS], base, limit, attributes);
        s.rip = at - base;
    }

    private void data(int selector, Segment segment, boolean flat, boolean stack) {
        int attributes = DATA_TYPE | setting.cpl << Segment.DPL_SHIFT;
        boolean big = stack ? setting.is32() != oneIn(8) : setting.is32();
        attributes |= big ? Segment.DB : 0;
        if (flat) {
            descriptor(selector, segment, 0, Segment.NO_LIMIT, attributes);
            return;
        }
        boolean down = oneIn(6);
        boolean readOnly = !stack && oneIn(6);
        long base = stack ? 0 : random.nextInt(0x3000);
        long limit = stack
                ? 0xffff
                : switch (random.nextInt(3)) {
                    case 0 -> Segment.NO_LIMIT;
                    case 1 -> 0xffff;
                    default -> 0x6000 + random.nextInt(0x6000);
                };
        if (down && !stack) {
            limit = random.nextInt(0x7000);
            attributes |= Segment.TYPE_EXPAND_DOWN_OR_CONFORMING;
        }
        attributes &= readOnly ? ~Segment.TYPE_WRITABLE_OR_READABLE : -1;
        descriptor(selector, segment, base, limit, attributes);
    }

    /** Writes a descriptor and loads it; limits above 64 KiB count in pages. */
    private void descriptor(int selector, Segment segment, long base, long limit, int attributes) {
        boolean pages = limit > 0xf_ffff;
        long stored = pages ? limit >> 12 : limit;
        int kept = attributes & ~Segment.G | (pages ? Segment.G : 0) | (int) (stored >> 16) << 8;
        memory.write(GDT + selector, stored & 0xffff | base << 16, 4);
        memory.write(GDT + selector + 4, base >> 16 & 0xff | (long) kept << 8 | base & 0xff00_0000L, 4);
        segment.load(selector | setting.cpl, base, limit, kept);
    }

    // ------------------------------------------------------------------------------------------------- paging

    private void paging() {
        int size = pae ? 8 : 4;
        int directory = pae ? 0x3000 : 0x2000;
        for (int page = 0; page < 1024 / (size / 4); page++) {
            long entry = page < 0x20 ? entry(page) : 0;
            memory.write(0x4000 + (long) size * page, entry, size);
        }
        for (int n = 0; n < 0x1000; n += 8) {
            memory.write(directory + n, 0, 8);
        }
        memory.write(directory, 0x4007, size);
        // 400000h and up: all of memory again, as one large page.
        int large = pae ? 2 : 1;
        memory.write(directory + (long) size * large, oneIn(4) ? 0x85 : 0x87, size);
        if (pae) {
            for (int n = 0; n < 4; n++) {
                memory.write(0x2000 + 8 * n, n == 0 ? 0x3001 : 0, 8);
            }
        }
        s.cr3 = 0x2000;
        s.cr4 |= pae ? ControlBits.CR4_PAE : ControlBits.CR4_PSE;
        s.cr4 |= oneIn(4) ? ControlBits.CR4_PGE : 0;
        ControlRegisters.writeCr0(subject.cpu(), s.cr0 | ControlBits.CR0_PG);
    }

    /** Tables and handlers are the supervisor's, stack and counter are there; anything may be wrong with the rest. */
    final long entry(int page) {
        if (page < 6) {
            return page << 12 | (oneIn(8) ? 7 : 3);
        }
        int target = page >= 0xa && oneIn(3) ? 8 + random.nextInt(0x18) : page;
        int rights = page == 7
                ? 7
                : switch (random.nextInt(page == 8 || page == 9 ? 24 : 8)) {
                    case 0 -> 0;
                    case 1 -> 3;
                    case 2 -> 5;
                    case 3 -> 0x107;
                    default -> 7;
                };
        return (long) target << 12 | rights;
    }
}
