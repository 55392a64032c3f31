package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.fpu.SimdFormat.DOUBLE;
import static org.ring0.core.cpu.fpu.SimdFormat.SINGLE;
import static org.ring0.core.cpu.isa.Mnemonic.DPPD;
import static org.ring0.core.cpu.isa.Mnemonic.DPPS;
import static org.ring0.core.cpu.isa.sse.SseGate.computing;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.SimdArithmetic;
import org.ring0.core.cpu.fpu.SimdFormat;
import org.ring0.core.cpu.fpu.SimdUnit;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.XmmState;

/**
 * DPPS and DPPD: the products that bits 4 and above of the immediate choose, added in pairs, into the elements that the bits
 * below choose. Exceptions are told of after the products and after each round of sums (SDM Vol. 2A).
 */
final class DotProduct {
    private static final long LOW_32 = 0xffff_ffffL;
    private static final int FIRST_PRODUCT = 4;

    private DotProduct() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(DPPS, computing(DotProduct::singles));
        bodies.put(DPPD, computing(DotProduct::doubles));
    }

    private static void singles(Cpu cpu, XmmState xmm, SimdUnit u, Instruction i) {
        long low = XmmOperands.low(cpu, xmm, i);
        long high = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        int order = (int) i.immediate;
        long destLow = xmm.low[register];
        long destHigh = xmm.high[register];
        long first = product(u, SINGLE, destLow & LOW_32, low & LOW_32, order, 0);
        long second = product(u, SINGLE, destLow >>> 32, low >>> 32, order, 1);
        long third = product(u, SINGLE, destHigh & LOW_32, high & LOW_32, order, 2);
        long fourth = product(u, SINGLE, destHigh >>> 32, high >>> 32, order, 3);
        SseGate.commit(cpu, xmm);
        long lower = SimdArithmetic.add(u, SINGLE, first, second);
        long upper = SimdArithmetic.add(u, SINGLE, third, fourth);
        SseGate.commit(cpu, xmm);
        long sum = SimdArithmetic.add(u, SINGLE, lower, upper);
        SseGate.commit(cpu, xmm);
        xmm.set(
                register,
                chosen(sum, order, 0) | chosen(sum, order, 1) << 32,
                chosen(sum, order, 2) | chosen(sum, order, 3) << 32);
    }

    private static void doubles(Cpu cpu, XmmState xmm, SimdUnit u, Instruction i) {
        long low = XmmOperands.low(cpu, xmm, i);
        long high = XmmOperands.high(cpu, xmm, i);
        int register = i.destinationRegister;
        int order = (int) i.immediate;
        long first = product(u, DOUBLE, xmm.low[register], low, order, 0);
        long second = product(u, DOUBLE, xmm.high[register], high, order, 1);
        SseGate.commit(cpu, xmm);
        long sum = SimdArithmetic.add(u, DOUBLE, first, second);
        SseGate.commit(cpu, xmm);
        xmm.set(register, chosen(sum, order, 0), chosen(sum, order, 1));
    }

    /** A product, or zero if it is not chosen. */
    private static long product(SimdUnit u, SimdFormat f, long dest, long source, int order, int element) {
        return (order >> FIRST_PRODUCT + element & 1) == 0 ? 0 : SimdArithmetic.multiply(u, f, dest, source);
    }

    private static long chosen(long sum, int order, int element) {
        return (order >> element & 1) == 0 ? 0 : sum;
    }
}
