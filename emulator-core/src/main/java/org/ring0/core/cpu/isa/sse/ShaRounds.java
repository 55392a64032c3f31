package org.ring0.core.cpu.isa.sse;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.state.XmmState;

/** The rounds of SHA-1 and SHA-256 (FIPS 180-4) as the SDM's Vol. 2B packs them; dword 3 is the highest. */
final class ShaRounds {
    private ShaRounds() {}

    private static int upper(long half) {
        return (int) (half >>> 32);
    }

    private static long pair(int upper, int lower) {
        return (long) upper << 32 | lower & 0xffff_ffffL;
    }

    private static int choose(int x, int y, int z) {
        return x & y ^ ~x & z;
    }

    private static int majority(int x, int y, int z) {
        return x & y ^ x & z ^ y & z;
    }

    /** SHA1RNDS4: four rounds; the immediate says which function and constant. */
    static void sha1(Cpu cpu, XmmState xmm, Instruction i) {
        long wordsLow = XmmOperands.low(cpu, xmm, i);
        long wordsHigh = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        int kind = (int) i.immediate & 3;
        int constant = switch (kind) {
            case 0 -> 0x5a82_7999;
            case 1 -> 0x6ed9_eba1;
            case 2 -> 0x8f1b_bcdc;
            default -> 0xca62_c1d6;
        };
        int a = upper(xmm.high[register]);
        int b = (int) xmm.high[register];
        int c = upper(xmm.low[register]);
        int d = (int) xmm.low[register];
        // The first word comes with E added.
        int e = 0;
        for (int n = 3; n >= 0; n--) {
            int word = (int) (n < 2 ? wordsLow >>> 32 * n : wordsHigh >>> 32 * (n - 2));
            int f = kind == 0 ? choose(b, c, d) : kind == 2 ? majority(b, c, d) : b ^ c ^ d;
            int next = f + Integer.rotateLeft(a, 5) + word + e + constant;
            e = d;
            d = c;
            c = Integer.rotateLeft(b, 30);
            b = a;
            a = next;
        }
        xmm.set(register, pair(c, d), pair(a, b));
    }

    /** SHA1NEXTE: E of the next four rounds, from the A before the last four, added to a word. */
    static long nextE(long destHigh, long sourceHigh) {
        return sourceHigh + ((long) Integer.rotateLeft(upper(destHigh), 30) << 32);
    }

    /** SHA1MSG2: four words, the last of which needs the first. */
    static void schedule1End(Cpu cpu, XmmState xmm, Instruction i) {
        long low = XmmOperands.low(cpu, xmm, i);
        long high = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        long destLow = xmm.low[register];
        long destHigh = xmm.high[register];
        int first = Integer.rotateLeft(upper(destHigh) ^ (int) high, 1);
        int second = Integer.rotateLeft((int) destHigh ^ upper(low), 1);
        int third = Integer.rotateLeft(upper(destLow) ^ (int) low, 1);
        int fourth = Integer.rotateLeft((int) destLow ^ first, 1);
        xmm.set(register, pair(third, fourth), pair(first, second));
    }

    /** SHA256RNDS2: two rounds, their words in XMM0 with the constants added. */
    static void sha256(Cpu cpu, XmmState xmm, Instruction i) {
        long low = XmmOperands.low(cpu, xmm, i);
        long high = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        int a = upper(high);
        int b = (int) high;
        int c = upper(xmm.high[register]);
        int d = (int) xmm.high[register];
        int e = upper(low);
        int f = (int) low;
        int g = upper(xmm.low[register]);
        int h = (int) xmm.low[register];
        for (int n = 0; n < 2; n++) {
            int sum = choose(e, f, g) + sum1(e) + (int) (xmm.low[0] >>> 32 * n) + h;
            int next = sum + majority(a, b, c) + sum0(a);
            h = g;
            g = f;
            f = e;
            e = sum + d;
            d = c;
            c = b;
            b = a;
            a = next;
        }
        xmm.set(register, pair(e, f), pair(a, b));
    }

    private static int sum0(int x) {
        return Integer.rotateRight(x, 2) ^ Integer.rotateRight(x, 13) ^ Integer.rotateRight(x, 22);
    }

    private static int sum1(int x) {
        return Integer.rotateRight(x, 6) ^ Integer.rotateRight(x, 11) ^ Integer.rotateRight(x, 25);
    }

    private static int sigma0(int x) {
        return Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ x >>> 3;
    }

    private static int sigma1(int x) {
        return Integer.rotateRight(x, 17) ^ Integer.rotateRight(x, 19) ^ x >>> 10;
    }

    /** SHA256MSG1, either half: each word and what follows it. */
    static long schedule256(long half, int following) {
        return pair(upper(half) + sigma0(following), (int) half + sigma0(upper(half)));
    }

    /** SHA256MSG2: four words, the last two of which need the first two. */
    static void schedule256End(Cpu cpu, XmmState xmm, Instruction i) {
        XmmOperands.low(cpu, xmm, i);
        long high = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        long destLow = xmm.low[register];
        long destHigh = xmm.high[register];
        int first = (int) destLow + sigma1((int) high);
        int second = upper(destLow) + sigma1(upper(high));
        int third = (int) destHigh + sigma1(first);
        int fourth = upper(destHigh) + sigma1(second);
        xmm.set(register, pair(second, first), pair(fourth, third));
    }
}
