package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.sse.SseGate.plain;

import java.util.Map;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.mmx.PackedArithmetic;
import org.ring0.core.cpu.isa.mmx.PackedMoves;
import org.ring0.core.cpu.isa.mmx.PackedWords;

/** The packed integers of SSE2 on XMM registers: where the halves do not mix, MMX's functions on each. */
final class XmmIntegers {
    /** One half of a result that both halves of both operands may go into. */
    @FunctionalInterface
    interface Half {
        long apply(long destLow, long destHigh, long sourceLow, long sourceHigh);
    }

    private XmmIntegers() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        additions(bodies);
        multiplications(bodies);
        comparisons(bodies);
        logic(bodies);
        packs(bodies);
        shifts(bodies);
        shuffles(bodies);
        words(bodies);
    }

    private static void additions(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PADDB, halves(PackedArithmetic::paddb));
        bodies.put(PADDW, halves(PackedArithmetic::paddw));
        bodies.put(PADDD, halves(PackedArithmetic::paddd));
        bodies.put(PADDQ, halves(PackedWords::paddq));
        bodies.put(PADDSB, halves(PackedArithmetic::paddsb));
        bodies.put(PADDSW, halves(PackedArithmetic::paddsw));
        bodies.put(PADDUSB, halves(PackedArithmetic::paddusb));
        bodies.put(PADDUSW, halves(PackedArithmetic::paddusw));
        bodies.put(PSUBB, halves(PackedArithmetic::psubb));
        bodies.put(PSUBW, halves(PackedArithmetic::psubw));
        bodies.put(PSUBD, halves(PackedArithmetic::psubd));
        bodies.put(PSUBQ, halves(PackedWords::psubq));
        bodies.put(PSUBSB, halves(PackedArithmetic::psubsb));
        bodies.put(PSUBSW, halves(PackedArithmetic::psubsw));
        bodies.put(PSUBUSB, halves(PackedArithmetic::psubusb));
        bodies.put(PSUBUSW, halves(PackedArithmetic::psubusw));
        bodies.put(PAVGB, halves(PackedWords::pavgb));
        bodies.put(PAVGW, halves(PackedWords::pavgw));
        bodies.put(PSADBW, halves(PackedWords::psadbw));
    }

    private static void multiplications(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PMULLW, halves(PackedArithmetic::pmullw));
        bodies.put(PMULHW, halves(PackedArithmetic::pmulhw));
        bodies.put(PMULHUW, halves(PackedWords::pmulhuw));
        bodies.put(PMULUDQ, halves(PackedWords::pmuludq));
        bodies.put(PMADDWD, halves(PackedArithmetic::pmaddwd));
    }

    private static void comparisons(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PCMPEQB, halves(PackedArithmetic::pcmpeqb));
        bodies.put(PCMPEQW, halves(PackedArithmetic::pcmpeqw));
        bodies.put(PCMPEQD, halves(PackedArithmetic::pcmpeqd));
        bodies.put(PCMPGTB, halves(PackedArithmetic::pcmpgtb));
        bodies.put(PCMPGTW, halves(PackedArithmetic::pcmpgtw));
        bodies.put(PCMPGTD, halves(PackedArithmetic::pcmpgtd));
        bodies.put(PMINUB, halves(PackedWords::pminub));
        bodies.put(PMAXUB, halves(PackedWords::pmaxub));
        bodies.put(PMINSW, halves(PackedWords::pminsw));
        bodies.put(PMAXSW, halves(PackedWords::pmaxsw));
    }

    private static void logic(Map<Mnemonic, SystemBody> bodies) {
        for (Mnemonic m : new Mnemonic[] {PAND, ANDPS, ANDPD}) {
            bodies.put(m, halves(PackedArithmetic::pand));
        }
        for (Mnemonic m : new Mnemonic[] {PANDN, ANDNPS, ANDNPD}) {
            bodies.put(m, halves(PackedArithmetic::pandn));
        }
        for (Mnemonic m : new Mnemonic[] {POR, ORPS, ORPD}) {
            bodies.put(m, halves(PackedArithmetic::por));
        }
        for (Mnemonic m : new Mnemonic[] {PXOR, XORPS, XORPD}) {
            bodies.put(m, halves(PackedArithmetic::pxor));
        }
    }

    private static void packs(Map<Mnemonic, SystemBody> bodies) {
        pack(bodies, PACKSSWB, PackedMoves::packsswb);
        pack(bodies, PACKSSDW, PackedMoves::packssdw);
        pack(bodies, PACKUSWB, PackedMoves::packuswb);
        unpackLow(bodies, PUNPCKLBW, PackedMoves::punpcklbw, PackedMoves::punpckhbw);
        unpackLow(bodies, PUNPCKLWD, PackedMoves::punpcklwd, PackedMoves::punpckhwd);
        unpackLow(bodies, PUNPCKLDQ, PackedMoves::punpckldq, PackedMoves::punpckhdq);
        unpackLow(bodies, UNPCKLPS, PackedMoves::punpckldq, PackedMoves::punpckhdq);
        unpackHigh(bodies, PUNPCKHBW, PackedMoves::punpcklbw, PackedMoves::punpckhbw);
        unpackHigh(bodies, PUNPCKHWD, PackedMoves::punpcklwd, PackedMoves::punpckhwd);
        unpackHigh(bodies, PUNPCKHDQ, PackedMoves::punpckldq, PackedMoves::punpckhdq);
        unpackHigh(bodies, UNPCKHPS, PackedMoves::punpckldq, PackedMoves::punpckhdq);
        for (Mnemonic m : new Mnemonic[] {PUNPCKLQDQ, UNPCKLPD}) {
            bodies.put(m, mixed((dl, dh, sl, sh) -> dl, (dl, dh, sl, sh) -> sl));
        }
        for (Mnemonic m : new Mnemonic[] {PUNPCKHQDQ, UNPCKHPD}) {
            bodies.put(m, mixed((dl, dh, sl, sh) -> dh, (dl, dh, sl, sh) -> sh));
        }
    }

    /** A pack puts what it makes of the destination below what it makes of the source. */
    static void pack(Map<Mnemonic, SystemBody> bodies, Mnemonic mnemonic, Alu.Binary body) {
        bodies.put(mnemonic, mixed((dl, dh, sl, sh) -> body.apply(dl, dh), (dl, dh, sl, sh) -> body.apply(sl, sh)));
    }

    private static void unpackLow(Map<Mnemonic, SystemBody> bodies, Mnemonic m, Alu.Binary lower, Alu.Binary upper) {
        bodies.put(m, mixed((dl, dh, sl, sh) -> lower.apply(dl, sl), (dl, dh, sl, sh) -> upper.apply(dl, sl)));
    }

    private static void unpackHigh(Map<Mnemonic, SystemBody> bodies, Mnemonic m, Alu.Binary lower, Alu.Binary upper) {
        bodies.put(m, mixed((dl, dh, sl, sh) -> lower.apply(dh, sh), (dl, dh, sl, sh) -> upper.apply(dh, sh)));
    }

    private static void shifts(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PSLLW, shift(PackedMoves::psllw));
        bodies.put(PSLLD, shift(PackedMoves::pslld));
        bodies.put(PSLLQ, shift(PackedMoves::psllq));
        bodies.put(PSRLW, shift(PackedMoves::psrlw));
        bodies.put(PSRLD, shift(PackedMoves::psrld));
        bodies.put(PSRLQ, shift(PackedMoves::psrlq));
        bodies.put(PSRAW, shift(PackedMoves::psraw));
        bodies.put(PSRAD, shift(PackedMoves::psrad));
        bodies.put(PSLLDQ, plain((cpu, xmm, i) -> {
            int register = i.destinationRegister;
            long low = xmm.low[register];
            int bytes = (int) i.immediate;
            xmm.set(register, Shuffles.leftLow(low, bytes), Shuffles.leftHigh(low, xmm.high[register], bytes));
        }));
        bodies.put(PSRLDQ, plain((cpu, xmm, i) -> {
            int register = i.destinationRegister;
            long high = xmm.high[register];
            int bytes = (int) i.immediate;
            xmm.set(register, Shuffles.rightLow(xmm.low[register], high, bytes), Shuffles.rightHigh(high, bytes));
        }));
    }

    private static void shuffles(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(
                PSHUFD,
                ordered(
                        (dl, dh, sl, sh, order) -> Shuffles.dwords(sl, sh, order),
                        (dl, dh, sl, sh, order) -> Shuffles.dwords(sl, sh, order >> 4)));
        bodies.put(
                PSHUFLW,
                ordered((dl, dh, sl, sh, order) -> PackedWords.pshufw(sl, order), (dl, dh, sl, sh, order) -> sh));
        bodies.put(
                PSHUFHW,
                ordered((dl, dh, sl, sh, order) -> sl, (dl, dh, sl, sh, order) -> PackedWords.pshufw(sh, order)));
        bodies.put(
                SHUFPS,
                ordered(
                        (dl, dh, sl, sh, order) -> Shuffles.dwords(dl, dh, order),
                        (dl, dh, sl, sh, order) -> Shuffles.dwords(sl, sh, order >> 4)));
        bodies.put(
                SHUFPD,
                ordered(
                        (dl, dh, sl, sh, order) -> (order & 1) == 0 ? dl : dh,
                        (dl, dh, sl, sh, order) -> (order & 2) == 0 ? sl : sh));
    }

    private static void words(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PINSRW, plain((cpu, xmm, i) -> {
            long word = XmmOperands.low(cpu, xmm, i);
            int at = (int) i.immediate & 7;
            long[] half = at < 4 ? xmm.low : xmm.high;
            half[i.destinationRegister] = PackedWords.insert(half[i.destinationRegister], word, at & 3);
        }));
        bodies.put(PEXTRW, plain((cpu, xmm, i) -> {
            int at = (int) i.immediate & 7;
            long half = at < 4 ? xmm.low[i.sourceRegister] : xmm.high[i.sourceRegister];
            XmmOperands.writeExtended(cpu, i, 2, PackedWords.extract(half, at & 3));
        }));
        bodies.put(
                PMOVMSKB,
                plain((cpu, xmm, i) ->
                        cpu.state().gpr[i.destinationRegister] = PackedWords.pmovmskb(xmm.low[i.sourceRegister])
                                | PackedWords.pmovmskb(xmm.high[i.sourceRegister]) << 8));
        bodies.put(MASKMOVDQU, plain((cpu, xmm, i) -> {
            int mask = i.sourceRegister;
            MaskedStore.probe(cpu, i, xmm.low[mask], 0);
            MaskedStore.probe(cpu, i, xmm.high[mask], 8);
            MaskedStore.store(cpu, i, xmm.low[i.destinationRegister], xmm.low[mask], 0);
            MaskedStore.store(cpu, i, xmm.high[i.destinationRegister], xmm.high[mask], 8);
        }));
    }

    /** A body that treats both halves alike. */
    static SystemBody halves(Alu.Binary body) {
        return plain((cpu, xmm, i) -> {
            long low = XmmOperands.low(cpu, xmm, i);
            long high = XmmOperands.high(cpu, xmm, i);
            int register = i.destinationRegister;
            xmm.set(register, body.apply(xmm.low[register], low), body.apply(xmm.high[register], high));
        });
    }

    static SystemBody mixed(Half low, Half high) {
        return ordered(
                (dl, dh, sl, sh, order) -> low.apply(dl, dh, sl, sh),
                (dl, dh, sl, sh, order) -> high.apply(dl, dh, sl, sh));
    }

    /** As {@link Half}, with an immediate. */
    @FunctionalInterface
    interface OrderedHalf {
        long apply(long destLow, long destHigh, long sourceLow, long sourceHigh, int immediate);
    }

    static SystemBody ordered(OrderedHalf low, OrderedHalf high) {
        return plain((cpu, xmm, i) -> {
            long sl = XmmOperands.low(cpu, xmm, i);
            long sh = XmmOperands.high(cpu, xmm, i);
            int register = i.destinationRegister;
            long dl = xmm.low[register];
            long dh = xmm.high[register];
            int order = (int) i.immediate;
            xmm.set(register, low.apply(dl, dh, sl, sh, order), high.apply(dl, dh, sl, sh, order));
        });
    }

    /** The count is the immediate, or the lower half of the source; of a source in memory 16 bytes are read all the same. */
    private static SystemBody shift(Alu.Binary body) {
        return plain((cpu, xmm, i) -> {
            long count = XmmOperands.low(cpu, xmm, i);
            if (i.source == Operand.MEMORY) {
                XmmOperands.high(cpu, xmm, i);
            }
            int register = i.destinationRegister;
            xmm.set(register, body.apply(xmm.low[register], count), body.apply(xmm.high[register], count));
        });
    }
}
