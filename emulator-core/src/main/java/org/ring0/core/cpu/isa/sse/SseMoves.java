package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.sse.SseGate.plain;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.mmx.PackedWords;
import org.ring0.core.cpu.state.XmmState;

/** The moves of SSE to SSE4.1. Non-temporal ones are moves: there are no caches. */
final class SseMoves {
    private static final long LOW_32 = 0xffff_ffffL;

    private SseMoves() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        for (Mnemonic m : new Mnemonic[] {MOVAPS, MOVAPD, MOVDQA, MOVNTPS, MOVNTPD, MOVNTDQ, MOVNTDQA}) {
            bodies.put(m, plain(SseMoves::aligned));
        }
        for (Mnemonic m : new Mnemonic[] {MOVUPS, MOVUPD, MOVDQU, LDDQU}) {
            bodies.put(m, plain(SseMoves::unaligned));
        }
        bodies.put(MOVSS, plain((cpu, xmm, i) -> scalar(cpu, xmm, i, 4)));
        bodies.put(MOVSD, plain((cpu, xmm, i) -> scalar(cpu, xmm, i, 8)));
        bodies.put(MOVD, plain(SseMoves::general));
        bodies.put(MOVQ, plain(SseMoves::quadword));
        halves(bodies);
        duplicates(bodies);
    }

    private static void halves(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(MOVLPS, plain(SseMoves::low));
        bodies.put(MOVLPD, plain(SseMoves::low));
        bodies.put(MOVHPS, plain(SseMoves::high));
        bodies.put(MOVHPD, plain(SseMoves::high));
        bodies.put(MOVHLPS, plain((cpu, xmm, i) -> xmm.low[i.destinationRegister] = xmm.high[i.sourceRegister]));
        bodies.put(MOVLHPS, plain((cpu, xmm, i) -> xmm.high[i.destinationRegister] = xmm.low[i.sourceRegister]));
        bodies.put(
                MOVMSKPS,
                plain((cpu, xmm, i) ->
                        cpu.state().gpr[i.destinationRegister] = PackedWords.movmskps(xmm.low[i.sourceRegister])
                                | PackedWords.movmskps(xmm.high[i.sourceRegister]) << 2));
        bodies.put(
                MOVMSKPD,
                plain((cpu, xmm, i) -> cpu.state().gpr[i.destinationRegister] =
                        xmm.low[i.sourceRegister] >>> 63 | xmm.high[i.sourceRegister] >>> 63 << 1));
    }

    private static void duplicates(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(MOVDDUP, plain((cpu, xmm, i) -> {
            long value = XmmOperands.low(cpu, xmm, i);
            xmm.set(i.destinationRegister, value, value);
        }));
        bodies.put(MOVSLDUP, plain((cpu, xmm, i) -> {
            long low = XmmOperands.low(cpu, xmm, i);
            long high = XmmOperands.high(cpu, xmm, i);
            xmm.set(i.destinationRegister, low & LOW_32 | low << 32, high & LOW_32 | high << 32);
        }));
        bodies.put(MOVSHDUP, plain((cpu, xmm, i) -> {
            long low = XmmOperands.low(cpu, xmm, i);
            long high = XmmOperands.high(cpu, xmm, i);
            xmm.set(i.destinationRegister, low & ~LOW_32 | low >>> 32, high & ~LOW_32 | high >>> 32);
        }));
    }

    private static void aligned(Cpu cpu, XmmState xmm, Instruction i) {
        if (i.isMemory) {
            XmmOperands.checkAlignment(cpu, i);
        }
        unaligned(cpu, xmm, i);
    }

    private static void unaligned(Cpu cpu, XmmState xmm, Instruction i) {
        if (i.destination == Operand.MEMORY) {
            XmmOperands.store(cpu, i, xmm.low[i.sourceRegister], xmm.high[i.sourceRegister]);
        } else if (i.source == Operand.MEMORY) {
            long low = Operands.readAt(cpu, i, 0, 8);
            xmm.set(i.destinationRegister, low, Operands.readAt(cpu, i, 8, 8));
        } else {
            xmm.set(i.destinationRegister, xmm.low[i.sourceRegister], xmm.high[i.sourceRegister]);
        }
    }

    /** MOVSS and MOVSD: a load clears the rest of the register, a move between registers leaves it. */
    private static void scalar(Cpu cpu, XmmState xmm, Instruction i, int size) {
        if (i.destination == Operand.MEMORY) {
            Operands.write(cpu, i, size, xmm.low[i.sourceRegister]);
        } else if (i.source == Operand.MEMORY) {
            xmm.set(i.destinationRegister, Operands.read(cpu, i, size), 0);
        } else {
            long mask = -1L >>> 64 - 8 * size;
            int register = i.destinationRegister;
            xmm.low[register] = xmm.low[register] & ~mask | xmm.low[i.sourceRegister] & mask;
        }
    }

    private static void general(Cpu cpu, XmmState xmm, Instruction i) {
        if (i.destination == Operand.SPECIAL) {
            xmm.set(i.destinationRegister, XmmOperands.low(cpu, xmm, i), 0);
        } else {
            Operands.writeDestination(cpu, i, xmm.low[i.sourceRegister]);
        }
    }

    private static void quadword(Cpu cpu, XmmState xmm, Instruction i) {
        if (i.destination == Operand.SPECIAL) {
            xmm.set(i.destinationRegister, XmmOperands.low(cpu, xmm, i), 0);
        } else {
            Operands.write(cpu, i, 8, xmm.low[i.sourceRegister]);
        }
    }

    private static void low(Cpu cpu, XmmState xmm, Instruction i) {
        if (i.destination == Operand.MEMORY) {
            Operands.write(cpu, i, 8, xmm.low[i.sourceRegister]);
        } else {
            xmm.low[i.destinationRegister] = Operands.read(cpu, i, 8);
        }
    }

    private static void high(Cpu cpu, XmmState xmm, Instruction i) {
        if (i.destination == Operand.MEMORY) {
            Operands.write(cpu, i, 8, xmm.high[i.sourceRegister]);
        } else {
            xmm.high[i.destinationRegister] = Operands.read(cpu, i, 8);
        }
    }
}
