package org.ring0.core.cpu.strings;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/** String instructions in all the places where doing many iterations at once could show. */
final class RandomScenarios {
    private static final int PAGE = 0x1000;
    /** MOVS, CMPS, STOS, LODS, SCAS, INS, OUTS, each in bytes; the next opcode is the wider one. */
    private static final int[] OPCODES = {0xa4, 0xa4, 0xa4, 0xa6, 0xa6, 0xaa, 0xaa, 0xac, 0xae, 0xae, 0x6c, 0x6e};

    private static final int[] OVERRIDES = {0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65};

    private final Random random;

    /** What a run of elements is to meet on its way. */
    private enum Theme {
        DATA,
        /** The program itself. */
        CODE,
        DEVICE,
        PAGE,
        LIMIT,
        WRAP,
        WATCH
    }

    private Theme theme;
    private boolean is32;
    private boolean down;
    private int size;
    private boolean wideAddress;
    private int codeAt;
    private int instructionAt;
    private int bases;
    private long limit;

    RandomScenarios(Random random) {
        this.random = random;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private int pick(int... values) {
        return values[random.nextInt(values.length)];
    }

    Scenario next() {
        theme = oneIn(5) ? Theme.CODE : Theme.values()[random.nextInt(Theme.values().length)];
        is32 = theme != Theme.WRAP && (theme == Theme.PAGE || random.nextBoolean());
        down = random.nextBoolean();
        codeAt =
                oneIn(4) ? StringMachine.CODE + PAGE - 1 - random.nextInt(12) : StringMachine.CODE + random.nextInt(64);
        bases = is32 && theme != Theme.LIMIT
                ? 0
                : theme == Theme.CODE ? pick(0, codeAt & -16) : pick(0x1_0000, 0x1_0003);
        limit = theme == Theme.LIMIT ? random.nextInt(0x1800) : pick(0xffff, 0xfffff);
        int before = oneIn(3) ? random.nextInt(2000) : random.nextInt(40);
        long count = oneIn(8) ? random.nextInt(3) : before + random.nextInt(oneIn(3) ? 2000 : 20);
        byte[] code = code((int) count);
        long[] registers = registers(count, before);
        int flags = (down ? Eflags.DF : 0) | (oneIn(12) ? Eflags.TF : 0) | (oneIn(3) ? 0 : Eflags.IF);
        boolean paged = theme == Theme.PAGE || is32 && bases == 0 && oneIn(4);
        return new Scenario(
                is32,
                codeAt,
                code,
                1 + random.nextInt(3),
                memory(registers),
                paged,
                paged ? pages(registers) : Map.of(),
                registers,
                flags,
                segments(),
                breakpoints(),
                random.nextBoolean());
    }

    /** [STI or MOV SS]; [MOV ECX, count]; the instruction; INC EDX, some times; DEC byte [counter]; JNZ; INT 20h, which halts. */
    private byte[] code(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (oneIn(8)) {
            out.writeBytes(oneIn(2) ? new byte[] {(byte) 0xfb} : new byte[] {0x16, 0x17});
        }
        if (random.nextBoolean()) {
            out.write(0xb9);
            immediate(out, count, is32 ? 4 : 2);
        }
        instruction(out);
        for (int n = random.nextInt(12); n >= 0; n--) {
            out.write(0x42);
        }
        out.write(0xfe);
        out.write(is32 ? 0x0d : 0x0e);
        immediate(out, StringMachine.COUNTER, is32 ? 4 : 2);
        out.write(0x75);
        out.write(-(out.size() + 1));
        out.write(0xcd);
        out.write(0x20);
        return out.toByteArray();
    }

    private void instruction(ByteArrayOutputStream out) {
        instructionAt = codeAt + out.size();
        boolean operandPrefix = oneIn(3);
        boolean addressPrefix = oneIn(4);
        boolean wide = random.nextBoolean();
        size = !wide ? 1 : is32 == operandPrefix ? 2 : 4;
        wideAddress = is32 != addressPrefix;
        if (operandPrefix) {
            out.write(0x66);
        }
        if (addressPrefix) {
            out.write(0x67);
        }
        if (oneIn(4)) {
            out.write(pick(OVERRIDES));
        }
        if (!oneIn(5)) {
            out.write(pick(0xf2, 0xf3, 0xf3));
        }
        out.write(pick(OPCODES) + (wide ? 1 : 0));
    }

    private long[] registers(long count, int before) {
        long[] registers = new long[8];
        int offset = point() - (down ? -before : before) * size + (oneIn(3) ? random.nextInt(4) : 0);
        int other = switch (random.nextInt(4)) {
            case 0 -> offset + random.nextInt(17) - 8;
            case 1 -> offset + random.nextInt(4000) - 2000;
            default -> (bases == 0 ? 0x1_1000 : 0x1000) + random.nextInt(0x2000);
        };
        boolean source = random.nextBoolean();
        registers[0] = oneIn(3) ? random.nextInt() : pick(0, 1, 0x0101_0101, 0x90);
        registers[1] = count;
        registers[2] = 0x80;
        registers[6] = source ? offset : other;
        registers[7] = source ? other : offset;
        for (int r = 0; r < 8; r++) {
            registers[r] &= 0xffff_ffffL;
            if (!wideAddress && oneIn(2)) {
                // What is above the 16 bits must stay as it is.
                registers[r] ^= 0x1234_0000L;
            }
        }
        return registers;
    }

    /** The offset that is to be met. */
    private int point() {
        return switch (theme) {
            case DATA, WATCH -> 0x1_2000 - bases;
            case CODE -> codeAt + random.nextInt(24) - 2 - bases;
            case DEVICE -> StringMachine.DEVICE + random.nextInt(2) * PAGE - bases;
            case PAGE -> 0x1_0000 + PAGE * random.nextInt(4);
            case LIMIT -> oneIn(2) ? (int) limit : 0;
            case WRAP -> 0x1_0000;
        };
    }

    private byte[] memory(long[] registers) {
        byte[] memory = new byte[StringMachine.RAM];
        if (oneIn(4)) {
            random.nextBytes(memory);
        } else {
            // Long runs of equal bytes.
            Arrays.fill(memory, (byte) pick(0, 0, 0x80));
            for (int n = memory.length / pick(50, 2000, 100_000); n > 0; n--) {
                memory[random.nextInt(memory.length)] = 1;
            }
        }
        if (oneIn(3)) {
            // A repeated instruction over what the destination will be: it meets itself.
            int at = (int) registers[6] & 0x1_ff00;
            byte[] nops = {(byte) 0x90, (byte) 0xf3, (byte) 0xa4, 0x43, (byte) 0xf4};
            for (int n = at; n < Math.min(at + 0x200, memory.length); n++) {
                memory[n] = nops[oneIn(20) ? random.nextInt(nops.length) : 0];
            }
        }
        return memory;
    }

    /** Pages that are absent, read-only, or another's frame. */
    private Map<Integer, Integer> pages(long[] registers) {
        Map<Integer, Integer> pages = new HashMap<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            int page = (int) (registers[pick(6, 7)] >> 12) + random.nextInt(3) - 1;
            if (page >= 0x10 && page < StringMachine.RAM / PAGE) {
                int other = pick(page, page ^ 1, page + 1, codeAt >> 12);
                pages.put(page, other << 12 | pick(6, 5, 7, 7, 7));
            }
        }
        return pages;
    }

    private List<Scenario.DataSegment> segments() {
        List<Scenario.DataSegment> segments = new ArrayList<>();
        if (!is32 || theme == Theme.LIMIT) {
            for (int register : new int[] {Segment.ES, Segment.DS}) {
                boolean limited = theme == Theme.LIMIT && oneIn(2);
                int expandDown = limited && oneIn(2) ? 4 : 0;
                int writable = limited && oneIn(10) ? 0 : 2;
                int big = random.nextInt(2) * 0x4000;
                long last = limited ? limit : pick(0xffff, 0xfffff);
                segments.add(new Scenario.DataSegment(register, bases, last, 0x91 | expandDown | writable | big));
            }
        }
        return segments;
    }

    private List<Scenario.Breakpoint> breakpoints() {
        List<Scenario.Breakpoint> breakpoints = new ArrayList<>();
        if (theme == Theme.WATCH && oneIn(2)) {
            breakpoints.add(new Scenario.Breakpoint(0, pick(1, 3), 0x1_2000 + random.nextInt(4)));
        }
        if (theme == Theme.WATCH && oneIn(2)) {
            breakpoints.add(new Scenario.Breakpoint(1, 0, instructionAt + pick(0, 0, 0, 2, 3, 4)));
        }
        return breakpoints;
    }

    private static void immediate(ByteArrayOutputStream out, int value, int size) {
        for (int i = 0; i < size; i++) {
            out.write(value >>> 8 * i);
        }
    }
}
