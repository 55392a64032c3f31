package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.sse.SseGate.plain;

import java.util.Map;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.mmx.Elements;
import org.ring0.core.cpu.state.Flags;

/** The packed integers, blends and single elements of SSE4.1 and SSE4.2. */
final class Sse4 {
    private Sse4() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        arithmetic(bodies);
        extensions(bodies);
        blends(bodies);
        insertions(bodies);
        extractions(bodies);
        bodies.put(PTEST, plain((cpu, xmm, i) -> {
            long low = XmmOperands.low(cpu, xmm, i);
            long high = XmmOperands.high(cpu, xmm, i);
            long destLow = xmm.low[i.destinationRegister];
            long destHigh = xmm.high[i.destinationRegister];
            Flags.write(cpu.state(), PackedSse4.ptest(destLow, destHigh, low, high));
        }));
    }

    private static void arithmetic(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PMINSB, XmmIntegers.halves(PackedSse4::pminsb));
        bodies.put(PMAXSB, XmmIntegers.halves(PackedSse4::pmaxsb));
        bodies.put(PMINUW, XmmIntegers.halves(PackedSse4::pminuw));
        bodies.put(PMAXUW, XmmIntegers.halves(PackedSse4::pmaxuw));
        bodies.put(PMINSD, XmmIntegers.halves(PackedSse4::pminsd));
        bodies.put(PMAXSD, XmmIntegers.halves(PackedSse4::pmaxsd));
        bodies.put(PMINUD, XmmIntegers.halves(PackedSse4::pminud));
        bodies.put(PMAXUD, XmmIntegers.halves(PackedSse4::pmaxud));
        bodies.put(PMULLD, XmmIntegers.halves(PackedSse4::pmulld));
        bodies.put(PMULDQ, XmmIntegers.halves(PackedSse4::pmuldq));
        bodies.put(PCMPEQQ, XmmIntegers.halves(PackedSse4::pcmpeqq));
        bodies.put(PCMPGTQ, XmmIntegers.halves(PackedSse4::pcmpgtq));
        XmmIntegers.pack(bodies, PACKUSDW, PackedSse4::packusdw);
        bodies.put(MPSADBW, XmmIntegers.ordered(PackedSse4::mpsadbwLow, PackedSse4::mpsadbwHigh));
        bodies.put(
                PHMINPOSUW,
                XmmIntegers.mixed((dl, dh, sl, sh) -> PackedSse4.phminposuw(sl, sh), (dl, dh, sl, sh) -> 0));
    }

    private static void extensions(Map<Mnemonic, SystemBody> bodies) {
        extend(bodies, PMOVSXBW, PMOVZXBW, 8, 16);
        extend(bodies, PMOVSXBD, PMOVZXBD, 8, 32);
        extend(bodies, PMOVSXBQ, PMOVZXBQ, 8, 64);
        extend(bodies, PMOVSXWD, PMOVZXWD, 16, 32);
        extend(bodies, PMOVSXWQ, PMOVZXWQ, 16, 64);
        extend(bodies, PMOVSXDQ, PMOVZXDQ, 32, 64);
    }

    private static void extend(Map<Mnemonic, SystemBody> bodies, Mnemonic sign, Mnemonic zero, int from, int to) {
        bodies.put(sign, extension(from, to, true));
        bodies.put(zero, extension(from, to, false));
    }

    private static SystemBody extension(int from, int to, boolean signed) {
        int bitsOfHalf = from * (64 / to);
        return plain((cpu, xmm, i) -> {
            long source = XmmOperands.low(cpu, xmm, i);
            xmm.set(
                    i.destinationRegister,
                    PackedSse4.extend(source, from, to, signed),
                    PackedSse4.extend(source >>> bitsOfHalf, from, to, signed));
        });
    }

    private static void blends(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PBLENDVB, variable(PackedSse4::byteMask));
        bodies.put(BLENDVPS, variable(PackedSse4::dwordMask));
        bodies.put(BLENDVPD, variable(signs -> signs >> 63));
        bodies.put(PBLENDW, constant(PackedSse4::wordMask, 4));
        bodies.put(BLENDPS, constant(bits -> PackedSse4.dwordMask(dwordSigns(bits)), 2));
        bodies.put(BLENDPD, constant(bits -> -(bits & 1L), 1));
    }

    /** What of half a register is taken from the source, by the half of XMM0. */
    @FunctionalInterface
    private interface MaskOfSigns {
        long apply(long signs);
    }

    /** As that, by the lowest bits of an immediate. */
    @FunctionalInterface
    private interface MaskOfBits {
        long apply(int bits);
    }

    private static SystemBody variable(MaskOfSigns mask) {
        return plain((cpu, xmm, i) -> {
            long low = XmmOperands.low(cpu, xmm, i);
            long high = XmmOperands.high(cpu, xmm, i);
            int register = i.destinationRegister;
            long maskLow = mask.apply(xmm.low[0]);
            long maskHigh = mask.apply(xmm.high[0]);
            xmm.set(
                    register,
                    Elements.choose(xmm.low[register], low, maskLow),
                    Elements.choose(xmm.high[register], high, maskHigh));
        });
    }

    private static SystemBody constant(MaskOfBits mask, int bitsOfHalf) {
        return XmmIntegers.ordered(
                (dl, dh, sl, sh, bits) -> Elements.choose(dl, sl, mask.apply(bits)),
                (dl, dh, sl, sh, bits) -> Elements.choose(dh, sh, mask.apply(bits >> bitsOfHalf)));
    }

    private static void insertions(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PINSRB, plain((cpu, xmm, i) -> {
            long value = XmmOperands.low(cpu, xmm, i) & 0xff;
            insert(xmm.low, xmm.high, i.destinationRegister, value, 8, (int) i.immediate & 15);
        }));
        bodies.put(PINSRD, plain((cpu, xmm, i) -> {
            long value = XmmOperands.low(cpu, xmm, i);
            int elements = 16 / i.sourceSize;
            insert(xmm.low, xmm.high, i.destinationRegister, value, 8 * i.sourceSize, (int) i.immediate & elements - 1);
        }));
        bodies.put(INSERTPS, plain((cpu, xmm, i) -> {
            int order = (int) i.immediate;
            long value = i.source == Operand.MEMORY
                    ? Operands.read(cpu, i, 4)
                    : Shuffles.dword(xmm.low[i.sourceRegister], xmm.high[i.sourceRegister], order >> 6);
            int register = i.destinationRegister;
            insert(xmm.low, xmm.high, register, value, 32, order >> 4 & 3);
            xmm.low[register] &= PackedSse4.dwordMask(dwordSigns(~order));
            xmm.high[register] &= PackedSse4.dwordMask(dwordSigns(~order >> 2));
        }));
    }

    /** Two bits as the top bits of two dwords. */
    private static long dwordSigns(int bits) {
        return (long) (bits & 1) << 31 | (long) bits << 62;
    }

    private static void insert(long[] low, long[] high, int register, long value, int width, int element) {
        int bit = element * width;
        long[] half = bit < 64 ? low : high;
        long mask = -1L >>> 64 - width << (bit & 63);
        half[register] = Elements.choose(half[register], value << (bit & 63), mask);
    }

    private static void extractions(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PEXTRB, plain((cpu, xmm, i) -> {
            int register = i.sourceRegister;
            int at = (int) i.immediate & 15;
            long half = at < 8 ? xmm.low[register] : xmm.high[register];
            XmmOperands.writeExtended(cpu, i, 1, half >>> 8 * (at & 7) & 0xff);
        }));
        bodies.put(PEXTRD, plain((cpu, xmm, i) -> {
            int register = i.sourceRegister;
            int order = (int) i.immediate;
            long value = i.operandSize == 8
                    ? (order & 1) == 0 ? xmm.low[register] : xmm.high[register]
                    : Shuffles.dword(xmm.low[register], xmm.high[register], order);
            Operands.writeDestination(cpu, i, value);
        }));
        bodies.put(
                EXTRACTPS,
                plain((cpu, xmm, i) -> Operands.writeDestination(
                        cpu, i, Shuffles.dword(xmm.low[i.sourceRegister], xmm.high[i.sourceRegister], (int)
                                i.immediate))));
    }
}
