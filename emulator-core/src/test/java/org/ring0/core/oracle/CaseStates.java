package org.ring0.core.oracle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Flags;
import org.ring0.core.cpu.state.Segment;

/** The states in which the cases of a form begin: random, with operands that raise no exception. */
final class CaseStates {
    /** Offset from the memory's beginning of the byte by which a branch that is not taken shows. */
    static final int MARK = HostBatch.WINDOW + HostBatch.WINDOW_SIZE - 1;

    private static final long[] SPECIAL = {
        0, 1, -1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0x99, 0x9a, 0x0f, 0x1010, 0xff00
    };
    /** More of 64 bits. */
    private static final long[] SPECIAL_64 = {
        Long.MAX_VALUE, Long.MIN_VALUE, 0xffff_ffffL, 0x8000_0000L, 1L << 32, 0xff00_0000_0000_0000L, 0x7fff_8000_7fffL
    };

    private static final int EAX = 0;
    private static final int ECX = 1;
    private static final int EDX = 2;
    private static final int MAX_COUNT = 8;
    private static final int FLAGS_IMAGE = Eflags.STATUS | Eflags.DF | Eflags.IF | Eflags.IOPL | Eflags.FIXED;

    /** The general registers of each case. */
    final long[][] registers = new long[HostBatch.CAPACITY][17];
    /** Status flags and DF. */
    final int[] flags = new int[HostBatch.CAPACITY];

    private final MemorySegment[] windows = new MemorySegment[HostBatch.CAPACITY];
    /** The status flags as an engine would have left them: kind, result, destination and source. */
    private final long[][] lazy = new long[HostBatch.CAPACITY][4];

    private final int windowAddress;
    private SplittableRandom random;
    private Form form;
    private Instruction i;

    /** @param address where the memory of host and guest begins */
    CaseStates(int address) {
        windowAddress = address + HostBatch.WINDOW;
        for (int n = 0; n < windows.length; n++) {
            windows[n] = MemorySegment.ofArray(new byte[HostBatch.WINDOW_SIZE]);
        }
    }

    /** The memory of a case. */
    MemorySegment window(int index) {
        return windows[index];
    }

    /** Sets the lazy status flags of a case. */
    void loadFlags(int index, CpuState s) {
        long[] tuple = lazy[index];
        Flags.record(s, (int) tuple[0], tuple[1], tuple[2], tuple[3]);
    }

    /** Makes the first {@code count} cases of a form. */
    void fill(Form newForm, int count) {
        form = newForm;
        i = form.instruction();
        random = new SplittableRandom(form.seed() ^ 0x5bd1_e995L);
        for (int n = 0; n < count; n++) {
            do {
                fill(n);
            } while (!isSafe(n));
        }
    }

    private void fill(int n) {
        fillFlags(n);
        if (form.usesMemory()) {
            fillMemory(windows[n]);
        }
        for (int r = 0; r < form.registers(); r++) {
            registers[n][r] = (form.pinned()[r] != null ? form.pinned()[r] : value()) & form.registerMask();
        }
        fillAddresses(registers[n]);
        switch (i.mnemonic) {
            case DIV, IDIV -> fillDividend(n);
            case BT, BTS, BTR, BTC -> fillBitOffset(registers[n]);
            case CMPXCHG -> {
                if (random.nextBoolean()) {
                    set(n, EAX, operand(n, i.operandSize), i.operandSize);
                }
            }
            case CMPXCHG8B -> {
                if (random.nextBoolean()) {
                    set(n, EAX, windows[n].get(JAVA_INT_UNALIGNED, at()), 4);
                    set(n, EDX, windows[n].get(JAVA_INT_UNALIGNED, at() + 4), 4);
                }
            }
            case CMPXCHG16B -> {
                if (random.nextBoolean()) {
                    set(n, EAX, windows[n].get(JAVA_LONG_UNALIGNED, at()), 8);
                    set(n, EDX, windows[n].get(JAVA_LONG_UNALIGNED, at() + 8), 8);
                }
            }
            case BOUND -> fillBounds(n);
            case POPF -> {
                long at = registers[n][CpuState.RSP] + form.base(Segment.SS) - windowAddress & 0xffff;
                windows[n].set(JAVA_LONG_UNALIGNED, at, random.nextInt() & FLAGS_IMAGE);
            }
            default -> {}
        }
    }

    private void set(int n, int register, long value, int size) {
        if (form.pinned()[register & 15] == null) {
            Registers.write(registers[n], register, value, size);
        }
    }

    private long value() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-9, 10);
            case 1 -> special(random.nextBoolean() ? SPECIAL_64 : SPECIAL);
            default -> random.nextLong();
        };
    }

    private long special(long[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Half of the time as an operation of some width would have left them. */
    private void fillFlags(int n) {
        FlagKind kind = random.nextBoolean() ? FlagKind.EXPLICIT : FlagKind.values()[random.nextInt(6)];
        int size = 1 << random.nextInt(form.registers() == 16 ? 4 : 3);
        long mask = -1L >>> 64 - 8 * size;
        long dest = value() & mask;
        long source = value() & mask;
        long[] tuple = lazy[n];
        tuple[0] = kind.code(kind == FlagKind.EXPLICIT ? 4 : size);
        switch (kind) {
            case ADD -> tuple[1] = dest + source & mask;
            case SUB -> tuple[1] = dest - source & mask;
            case INC -> tuple[1] = dest + 1 & mask;
            case DEC -> tuple[1] = dest - 1 & mask;
            default -> tuple[1] = dest;
        }
        boolean operands = kind == FlagKind.ADD || kind == FlagKind.SUB;
        boolean carry = kind == FlagKind.INC || kind == FlagKind.DEC;
        tuple[2] = dest;
        tuple[3] = operands ? source : random.nextInt() & (carry ? Eflags.CF : Eflags.STATUS);
        int status = Flags.read((int) tuple[0], tuple[1], tuple[2], tuple[3]);
        flags[n] = status | Eflags.FIXED | (random.nextBoolean() ? Eflags.DF : 0);
    }

    /** Random bytes, or few different ones, so that comparisons go on for a while. */
    private void fillMemory(MemorySegment window) {
        long mask = random.nextBoolean() ? -1 : 0x0101_0001_0101_0100L & random.nextLong();
        for (int at = 0; at < HostBatch.WINDOW_SIZE; at += 8) {
            window.set(JAVA_LONG_UNALIGNED, at, random.nextInt(4) == 0 ? value() : random.nextLong() & mask);
        }
        if (form.isBranch()) {
            window.set(JAVA_BYTE, HostBatch.WINDOW_SIZE - 1, (byte) 0);
        }
    }

    private void fillAddresses(long[] gpr) {
        int width = form.implicitWidth();
        long mask = -1L >>> 64 - 8 * width;
        for (int r = 0; r < 8; r++) {
            if ((form.implicitAddresses() >> r & 1) != 0) {
                boolean table = i.mnemonic == Mnemonic.XLAT;
                int at = table ? random.nextInt(HostBatch.WINDOW_SIZE) : 64 + random.nextInt(128);
                int offset = windowAddress + at - form.registerBase(r) - (table ? (int) gpr[EAX] & 0xff : 0);
                gpr[r] = gpr[r] & ~mask | offset & mask;
            }
        }
        if (form.isRepeated()) {
            fillCount(gpr, random.nextInt(MAX_COUNT + 1));
        } else if (i.mnemonic.shape() == Shape.LOOP && random.nextBoolean()) {
            fillCount(gpr, random.nextInt(3));
        }
    }

    /** The bits of RCX beyond the address size stay what they are. */
    private void fillCount(long[] gpr, int count) {
        gpr[ECX] = gpr[ECX] & ~i.addressMask() | count;
    }

    private void fillBitOffset(long[] gpr) {
        if (i.isMemory && i.source == Operand.REGISTER) {
            Registers.write(gpr, i.sourceRegister, random.nextInt(-256, 256), i.operandSize);
        }
    }

    private void fillBounds(int n) {
        int size = i.operandSize;
        int index = (int) Registers.read(registers[n], i.destinationRegister, size);
        int lower = size == 2 ? random.nextInt(-0x8000, (short) index + 1) : random.nextInt(1 << 31, index | 1);
        int upper = size == 2 ? random.nextInt((short) index, 0x8000) : Math.max(index, random.nextInt());
        put(n, at(), Math.min(lower, size == 2 ? (short) index : index), size);
        put(n, at() + size, upper, size);
    }

    private void put(int n, long at, int value, int size) {
        if (size == 2) {
            windows[n].set(JAVA_SHORT_UNALIGNED, at, (short) value);
        } else {
            windows[n].set(JAVA_INT_UNALIGNED, at, value);
        }
    }

    /** The explicit memory operand's place in the window. */
    private long at() {
        return form.offset() + form.operandBase() - windowAddress;
    }

    /** The destination operand, zero-extended. */
    private long operand(int n, int size) {
        if (i.destination == Operand.REGISTER) {
            return Registers.read(registers[n], i.destinationRegister, size);
        }
        return windows[n].get(JAVA_LONG_UNALIGNED, at()) & -1L >>> 64 - 8 * size;
    }

    /** A dividend whose quotient fits, for the divisor that is there. */
    private void fillDividend(int n) {
        int size = i.operandSize;
        if (size == 8) {
            fillWideDividend(n);
            return;
        }
        int unused = 64 - 8 * size;
        long divisor = operand(n, size);
        long dividend;
        if (i.mnemonic == Mnemonic.DIV) {
            long quotient = value() & -1L >>> unused;
            dividend = quotient * divisor + (divisor == 0 ? 0 : Long.remainderUnsigned(random.nextLong(), divisor));
        } else {
            long signed = divisor << unused >> unused;
            long quotient = value() << unused >> unused;
            long rest = signed == 0 ? 0 : (random.nextLong() >>> 1) % signed;
            dividend = quotient * signed + (quotient * signed < 0 ? -Math.abs(rest) : Math.abs(rest));
        }
        Registers.write(registers[n], size == 1 ? Instruction.HIGH_BYTE : EDX, dividend >>> 8 * size, size);
        Registers.write(registers[n], EAX, dividend, size);
    }

    /** The same for 128 bits. */
    private void fillWideDividend(int n) {
        long divisor = operand(n, 8);
        long quotient = value();
        boolean signed = i.mnemonic == Mnemonic.IDIV;
        long high = signed ? Math.multiplyHigh(quotient, divisor) : Math.unsignedMultiplyHigh(quotient, divisor);
        long product = quotient * divisor;
        long rest = 0;
        if (divisor != 0) {
            rest = signed
                    ? (random.nextLong() >>> 1) % divisor * (high < 0 ? -1 : 1)
                    : Long.remainderUnsigned(random.nextLong(), divisor);
        }
        long low = product + rest;
        high += (Long.compareUnsigned(low, product) < 0 ? 1 : 0) + (signed && rest < 0 ? -1 : 0);
        registers[n][EDX] = high;
        registers[n][EAX] = low;
    }

    /** Whether the quotient of a signed division of 128 bits fits. */
    private boolean isWideQuotient(int n, long divisor) {
        BigInteger dividend = BigInteger.valueOf(registers[n][EDX])
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(registers[n][EAX])));
        return dividend.divide(BigInteger.valueOf(divisor)).bitLength() < 64;
    }

    /** DIV AH and DIV (E)DX: the divisor is the dividend's upper half. */
    static boolean alwaysFaults(Instruction i) {
        int upper = i.operandSize == 1 ? Instruction.HIGH_BYTE : EDX;
        return i.mnemonic == Mnemonic.DIV && i.destination == Operand.REGISTER && i.destinationRegister == upper;
    }

    /** Whether a division has a quotient that fits. */
    private boolean isSafe(int n) {
        boolean signed = i.mnemonic == Mnemonic.IDIV;
        if (!signed && i.mnemonic != Mnemonic.DIV) {
            return true;
        }
        int size = i.operandSize;
        int unused = 64 - 8 * size;
        long divisor = operand(n, size);
        long high = Registers.read(registers[n], size == 1 ? Instruction.HIGH_BYTE : EDX, size);
        if (divisor == 0 || !signed) {
            return Long.compareUnsigned(high, divisor) < 0;
        }
        if (size == 8) {
            return isWideQuotient(n, divisor);
        }
        long dividend = high << 8 * size | Registers.read(registers[n], EAX, size);
        int unusedDividend = 64 - 16 * size;
        long quotient = (dividend << unusedDividend >> unusedDividend) / (divisor << unused >> unused);
        return quotient << unused >> unused == quotient && dividend != Long.MIN_VALUE;
    }
}
