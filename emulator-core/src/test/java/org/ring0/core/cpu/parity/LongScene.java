package org.ring0.core.cpu.parity;

import org.ring0.core.cpu.protection.ControlRegisters;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * A scene in 64-bit mode: the first 128 KiB in pages of 4 KiB, again from 2 MiB on as one large page, and all of that once
 * more in the upper half of the addresses, where code may run as well.
 */
final class LongScene extends Scene {
    private static final int ROOT = 0x2000;
    private static final int DIRECTORY = 0x3000;
    private static final int TABLE = 0x4000;
    private static final int POINTERS = 0x6000;
    /** Where the root's last entry leads to. */
    private static final long UPPER = 0xffff_ff80_0000_0000L;

    private static final int KERNEL_CODE = 8;
    private static final int KERNEL_DATA = 0x10;
    private static final int TASK = 0x18;
    private static final int CODE = 0x28;
    private static final int DATA = 0x30;

    LongScene(Subject subject, Setting setting, long seed) {
        super(subject, setting, seed);
    }

    @Override
    void handlers() {
        boolean mapsPages = oneIn(2);
        for (int vector = 0; vector <= Handlers.OTHER; vector++) {
            byte[] code = Handlers.long64(vector, mapsPages);
            memory.writeMemory(HANDLERS + vector * Handlers.STRIDE, code, 0, code.length);
        }
        memory.write(Subject.HANDLER, 0xf4, 1);
        for (int vector = 0; vector < 256; vector++) {
            int handler = HANDLERS + Math.min(vector, Handlers.OTHER) * Handlers.STRIDE;
            int target = vector == Handlers.END_VECTOR ? Subject.HANDLER : handler;
            memory.write(Subject.IDT + 16 * vector, KERNEL_CODE << 16 | target, 4);
            memory.write(Subject.IDT + 16 * vector + 4, 0xee00, 4);
            memory.write(Subject.IDT + 16 * vector + 8, 0, 8);
        }
        s.idtBase = Subject.IDT;
        s.idtLimit = 0xfff;
    }

    @Override
    void general() {
        for (int r = 0; r < 16; r++) {
            s.gpr[r] = oneIn(8) ? random.nextLong() : value() + (oneIn(4) ? UPPER : 0);
        }
        s.gpr[CpuState.RSP] = stack() + (oneIn(4) ? UPPER : 0);
    }

    /** The way into long mode, from real mode. */
    @Override
    void controls() {
        s.cr0 |= ControlBits.CR0_PE;
        s.cr0 |= oneIn(8) ? 0 : ControlBits.CR0_NE;
        s.cr0 |= oneIn(16) ? ControlBits.CR0_TS : 0;
        s.cr0 |= oneIn(2) ? ControlBits.CR0_WP : 0;
        s.cr0 |= oneIn(2) ? ControlBits.CR0_AM : 0;
        s.cr4 |= ControlBits.CR4_PAE | ControlBits.CR4_OSFXSR;
        s.cr4 |= oneIn(4) ? ControlBits.CR4_PGE : 0;
        s.efer |= ControlBits.EFER_LME;
        pages();
        ControlRegisters.writeCr0(subject.cpu(), s.cr0 | ControlBits.CR0_PG);
        flags();
        descriptors();
        s.cpl = setting.cpl;
    }

    private void pages() {
        for (int at = ROOT; at < TABLE; at += 8) {
            memory.write(at, 0, 8);
        }
        for (int n = 0; n < 0x1000; n += 8) {
            memory.write(POINTERS + n, 0, 8);
        }
        memory.write(ROOT, POINTERS | 7, 8);
        memory.write(ROOT + 0xff8, POINTERS | 7, 8);
        memory.write(POINTERS, DIRECTORY | 7, 8);
        memory.write(DIRECTORY, TABLE | 7, 8);
        memory.write(DIRECTORY + 8, oneIn(4) ? 0x85 : 0x87, 8);
        memory.write(DIRECTORY + 16, 0x87, 8);
        for (int page = 0; page < 512; page++) {
            boolean tables = page == POINTERS >> 12;
            memory.write(TABLE + 8 * page, page >= 0x20 ? 0 : tables ? POINTERS | 3 : entry(page), 8);
        }
        s.cr3 = ROOT;
    }

    private void descriptors() {
        int rpl = setting.cpl;
        int dpl = rpl << Segment.DPL_SHIFT;
        descriptor(KERNEL_CODE, 0x00af_9b00);
        descriptor(KERNEL_DATA, 0x00cf_9300);
        descriptor(CODE, 0x00af_9b00 | dpl << 8);
        descriptor(DATA, 0x00cf_9300 | dpl << 8);
        s.gdtBase = GDT;
        s.gdtLimit = 0xff;
        s.segment[Segment.CS].load(CODE | rpl, 0, Segment.UNLIMITED, 0xa09b | dpl);
        for (int part : new int[] {Segment.ES, Segment.SS, Segment.DS, Segment.FS, Segment.GS}) {
            // Bases that 64-bit mode ignores, but for the last two.
            long base = oneIn(2) ? 0 : part >= Segment.FS && oneIn(3) ? UPPER : random.nextInt(0x3000);
            s.segment[part].load(DATA | rpl, base, oneIn(2) ? Segment.NO_LIMIT : 0xffff, 0xc093 | dpl);
        }
        s.tr.load(TASK, TSS, IO_MAP + random.nextInt(16), 0x8b);
        memory.write(TSS + 4, KERNEL_STACK, 8);
        memory.write(TSS + 0x66, IO_MAP, 2);
        memory.write(TSS + IO_MAP - 32, random.nextLong(), 8);
    }

    private void descriptor(int selector, int upper) {
        memory.write(GDT + selector, 0xffff, 4);
        memory.write(GDT + selector + 4, upper, 4);
    }

    @Override
    void segments(int at) {
        s.rip = at + (oneIn(3) ? UPPER : 0);
    }
}
