package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.sse.SseGate.plain;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Flags;
import org.ring0.core.cpu.state.XmmState;

/**
 * PCMPESTRI, PCMPESTRM, PCMPISTRI and PCMPISTRM (SDM Vol. 2B, 4.1): strings of up to 16 bytes, whose lengths RAX and RDX
 * give or a null ends. The operand in memory need not be aligned.
 */
final class StringComparison {
    private static final int WORDS = 1;
    private static final int SIGNED = 1 << 1;
    private static final int NEGATIVE = 1 << 4;
    private static final int ONLY_VALID = 1 << 5;
    /** The highest index instead of the lowest, whole elements instead of bits. */
    private static final int OTHER_OUTPUT = 1 << 6;

    private StringComparison() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PCMPESTRI, plain((cpu, xmm, i) -> compare(cpu, xmm, i, true, true)));
        bodies.put(PCMPESTRM, plain((cpu, xmm, i) -> compare(cpu, xmm, i, true, false)));
        bodies.put(PCMPISTRI, plain((cpu, xmm, i) -> compare(cpu, xmm, i, false, true)));
        bodies.put(PCMPISTRM, plain((cpu, xmm, i) -> compare(cpu, xmm, i, false, false)));
    }

    private static void compare(Cpu cpu, XmmState xmm, Instruction i, boolean explicit, boolean toIndex) {
        long low = XmmOperands.unalignedLow(cpu, xmm, i);
        long high = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        long firstLow = xmm.low[register];
        long firstHigh = xmm.high[register];
        CpuState s = cpu.state();
        int order = (int) i.immediate;
        int elements = (order & WORDS) != 0 ? 8 : 16;
        int firstLength;
        int length;
        if (explicit) {
            int size = Math.max(i.operandSize, 4);
            firstLength = length(Registers.read(s.gpr, CpuState.RAX, size), size, elements);
            length = length(Registers.read(s.gpr, CpuState.RDX, size), size, elements);
        } else {
            firstLength = lengthToNull(firstLow, firstHigh, order);
            length = lengthToNull(low, high, order);
        }
        int result = polarized(aggregate(firstLow, firstHigh, firstLength, low, high, length, order), length, order);
        Flags.write(
                s,
                (result != 0 ? Eflags.CF : 0)
                        | (length < elements ? Eflags.ZF : 0)
                        | (firstLength < elements ? Eflags.SF : 0)
                        | ((result & 1) != 0 ? Eflags.OF : 0));
        if (toIndex) {
            s.gpr[CpuState.RCX] = index(result, elements, order);
        } else if ((order & OTHER_OUTPUT) == 0) {
            xmm.set(0, result, 0);
        } else if (elements == 8) {
            xmm.set(0, PackedSse4.wordMask(result), PackedSse4.wordMask(result >> 4));
        } else {
            xmm.set(0, bytes(result), bytes(result >> 8));
        }
    }

    private static int length(long register, int size, int elements) {
        // The least number has no absolute value, and counts as full all the same.
        long length = Alu.signExtend(register, size);
        return length <= -elements || length >= elements ? elements : (int) Math.abs(length);
    }

    private static int lengthToNull(long low, long high, int order) {
        int elements = (order & WORDS) != 0 ? 8 : 16;
        int n = 0;
        while (n < elements && element(low, high, n, order) != 0) {
            n++;
        }
        return n;
    }

    private static int element(long low, long high, int n, int order) {
        if ((order & WORDS) != 0) {
            int word = (int) ((n < 4 ? low : high) >>> 16 * (n & 3));
            return (order & SIGNED) != 0 ? (short) word : word & 0xffff;
        }
        int value = (int) ((n < 8 ? low : high) >>> 8 * (n & 7));
        return (order & SIGNED) != 0 ? (byte) value : value & 0xff;
    }

    /** IntRes1: a bit for each element of the second string. */
    private static int aggregate(
            long firstLow, long firstHigh, int firstLength, long low, long high, int length, int order) {
        return switch (order >> 2 & 3) {
            case 0 -> equalAny(firstLow, firstHigh, firstLength, low, high, length, order);
            case 1 -> ranges(firstLow, firstHigh, firstLength, low, high, length, order);
            case 2 -> equalEach(firstLow, firstHigh, firstLength, low, high, length, order);
            default -> equalOrdered(firstLow, firstHigh, firstLength, low, high, length, order);
        };
    }

    /** Which elements are one of the first string's. */
    private static int equalAny(
            long firstLow, long firstHigh, int firstLength, long low, long high, int length, int order) {
        int result = 0;
        for (int j = 0; j < length; j++) {
            int value = element(low, high, j, order);
            int i = 0;
            while (i < firstLength && element(firstLow, firstHigh, i, order) != value) {
                i++;
            }
            result |= i < firstLength ? 1 << j : 0;
        }
        return result;
    }

    /** Which elements lie in one of the first string's ranges, a lower and an upper limit each. */
    private static int ranges(
            long firstLow, long firstHigh, int firstLength, long low, long high, int length, int order) {
        int result = 0;
        for (int j = 0; j < length; j++) {
            int value = element(low, high, j, order);
            for (int i = 0; i + 1 < firstLength; i += 2) {
                boolean within = value >= element(firstLow, firstHigh, i, order)
                        && value <= element(firstLow, firstHigh, i + 1, order);
                result |= within ? 1 << j : 0;
            }
        }
        return result;
    }

    /** Which elements are equal to the first string's at their places; so are those behind both ends. */
    private static int equalEach(
            long firstLow, long firstHigh, int firstLength, long low, long high, int length, int order) {
        int result = -1 << Math.max(firstLength, length);
        for (int j = 0; j < Math.min(firstLength, length); j++) {
            result |= element(firstLow, firstHigh, j, order) == element(low, high, j, order) ? 1 << j : 0;
        }
        return result & valid((order & WORDS) != 0 ? 8 : 16);
    }

    /** Where the first string begins in the second one, which may end the register before it ends itself. */
    private static int equalOrdered(
            long firstLow, long firstHigh, int firstLength, long low, long high, int length, int order) {
        int elements = (order & WORDS) != 0 ? 8 : 16;
        int result = 0;
        for (int j = 0; j < elements; j++) {
            int end = Math.min(firstLength, elements - j);
            int i = 0;
            while (i < end
                    && i + j < length
                    && element(firstLow, firstHigh, i, order) == element(low, high, i + j, order)) {
                i++;
            }
            result |= i == end ? 1 << j : 0;
        }
        return result;
    }

    /** IntRes2. */
    private static int polarized(int result, int length, int order) {
        if ((order & NEGATIVE) == 0) {
            return result;
        }
        return result ^ valid((order & ONLY_VALID) != 0 ? length : (order & WORDS) != 0 ? 8 : 16);
    }

    private static int valid(int length) {
        return (1 << length) - 1;
    }

    private static int index(int result, int elements, int order) {
        if (result == 0) {
            return elements;
        }
        return (order & OTHER_OUTPUT) != 0
                ? 31 - Integer.numberOfLeadingZeros(result)
                : Integer.numberOfTrailingZeros(result);
    }

    /** All ones in each of eight bytes whose bit is set. */
    private static long bytes(int bits) {
        long result = 0;
        for (int n = 0; n < 8; n++) {
            result |= (bits >> n & 1) * 0xffL << 8 * n;
        }
        return result;
    }
}
