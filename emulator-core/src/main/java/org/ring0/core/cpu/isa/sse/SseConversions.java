package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.fpu.SimdConversion.fromInteger;
import static org.ring0.core.cpu.fpu.SimdConversion.toInteger;
import static org.ring0.core.cpu.fpu.SimdFormat.DOUBLE;
import static org.ring0.core.cpu.fpu.SimdFormat.SINGLE;
import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.sse.SseGate.computing;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.SimdConversion;
import org.ring0.core.cpu.fpu.SimdFormat;
import org.ring0.core.cpu.fpu.SimdUnit;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.XmmState;

/** The conversions of SSE and SSE2 but for those that MMX registers take part in. */
final class SseConversions {
    private static final long LOW_32 = 0xffff_ffffL;

    private SseConversions() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        general(bodies);
        formats(bodies);
        packedIntegers(bodies);
    }

    private static void general(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(CVTSI2SS, computing((cpu, xmm, u, i) -> fromGeneral(cpu, xmm, i, SINGLE)));
        bodies.put(CVTSI2SD, computing((cpu, xmm, u, i) -> fromGeneral(cpu, xmm, i, DOUBLE)));
        bodies.put(CVTSS2SI, computing((cpu, xmm, u, i) -> toGeneral(cpu, xmm, i, SINGLE, false)));
        bodies.put(CVTSD2SI, computing((cpu, xmm, u, i) -> toGeneral(cpu, xmm, i, DOUBLE, false)));
        bodies.put(CVTTSS2SI, computing((cpu, xmm, u, i) -> toGeneral(cpu, xmm, i, SINGLE, true)));
        bodies.put(CVTTSD2SI, computing((cpu, xmm, u, i) -> toGeneral(cpu, xmm, i, DOUBLE, true)));
    }

    private static void fromGeneral(Cpu cpu, XmmState xmm, Instruction i, SimdFormat format) {
        long value = Alu.signExtend(XmmOperands.low(cpu, xmm, i), i.sourceSize);
        long result = fromInteger(xmm.unit, format, value);
        SseGate.commit(cpu, xmm);
        int register = i.destinationRegister;
        xmm.low[register] = xmm.low[register] & ~format.mask | result;
    }

    private static void toGeneral(Cpu cpu, XmmState xmm, Instruction i, SimdFormat format, boolean chop) {
        long source = XmmOperands.low(cpu, xmm, i) & format.mask;
        long result = toInteger(xmm.unit, format, source, i.operandSize, chop);
        SseGate.commit(cpu, xmm);
        Registers.write(cpu.state().gpr, i.destinationRegister, result, i.operandSize);
    }

    private static void formats(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(CVTSS2SD, computing((cpu, xmm, u, i) -> {
            long result = SimdConversion.convert(u, SINGLE, DOUBLE, XmmOperands.low(cpu, xmm, i) & LOW_32);
            SseGate.commit(cpu, xmm);
            xmm.low[i.destinationRegister] = result;
        }));
        bodies.put(CVTSD2SS, computing((cpu, xmm, u, i) -> {
            long result = SimdConversion.convert(u, DOUBLE, SINGLE, XmmOperands.low(cpu, xmm, i));
            SseGate.commit(cpu, xmm);
            int register = i.destinationRegister;
            xmm.low[register] = xmm.low[register] & ~LOW_32 | result;
        }));
        bodies.put(CVTPS2PD, computing((cpu, xmm, u, i) -> {
            long source = XmmOperands.low(cpu, xmm, i);
            long low = SimdConversion.convert(u, SINGLE, DOUBLE, source & LOW_32);
            long high = SimdConversion.convert(u, SINGLE, DOUBLE, source >>> 32);
            SseGate.commit(cpu, xmm);
            xmm.set(i.destinationRegister, low, high);
        }));
        bodies.put(CVTPD2PS, computing((cpu, xmm, u, i) -> {
            long low = SimdConversion.convert(u, DOUBLE, SINGLE, XmmOperands.low(cpu, xmm, i));
            long high = SimdConversion.convert(u, DOUBLE, SINGLE, XmmOperands.high(cpu, xmm, i));
            SseGate.commit(cpu, xmm);
            xmm.set(i.destinationRegister, low | high << 32, 0);
        }));
    }

    private static void packedIntegers(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(CVTDQ2PS, computing((cpu, xmm, u, i) -> {
            long low = singles(u, XmmOperands.low(cpu, xmm, i));
            long high = singles(u, XmmOperands.high(cpu, xmm, i));
            SseGate.commit(cpu, xmm);
            xmm.set(i.destinationRegister, low, high);
        }));
        bodies.put(CVTDQ2PD, computing((cpu, xmm, u, i) -> {
            long source = XmmOperands.low(cpu, xmm, i);
            xmm.set(i.destinationRegister, fromInteger(u, DOUBLE, (int) source), fromInteger(u, DOUBLE, source >> 32));
        }));
        bodies.put(CVTPS2DQ, computing((cpu, xmm, u, i) -> fromSingles(cpu, xmm, i, false)));
        bodies.put(CVTTPS2DQ, computing((cpu, xmm, u, i) -> fromSingles(cpu, xmm, i, true)));
        bodies.put(CVTPD2DQ, computing((cpu, xmm, u, i) -> fromDoubles(cpu, xmm, i, false)));
        bodies.put(CVTTPD2DQ, computing((cpu, xmm, u, i) -> fromDoubles(cpu, xmm, i, true)));
    }

    private static void fromSingles(Cpu cpu, XmmState xmm, Instruction i, boolean chop) {
        long low = integers(xmm.unit, XmmOperands.low(cpu, xmm, i), chop);
        long high = integers(xmm.unit, XmmOperands.high(cpu, xmm, i), chop);
        SseGate.commit(cpu, xmm);
        xmm.set(i.destinationRegister, low, high);
    }

    private static void fromDoubles(Cpu cpu, XmmState xmm, Instruction i, boolean chop) {
        long result = integers(xmm.unit, XmmOperands.low(cpu, xmm, i), XmmOperands.high(cpu, xmm, i), chop);
        SseGate.commit(cpu, xmm);
        xmm.set(i.destinationRegister, result, 0);
    }

    /** Two dwords as two singles. */
    static long singles(SimdUnit u, long dwords) {
        return fromInteger(u, SINGLE, (int) dwords) | fromInteger(u, SINGLE, dwords >> 32) << 32;
    }

    /** Two singles as two dwords. */
    static long integers(SimdUnit u, long singles, boolean chop) {
        return toInteger(u, SINGLE, singles & LOW_32, 4, chop) | toInteger(u, SINGLE, singles >>> 32, 4, chop) << 32;
    }

    /** Two doubles as two dwords. */
    static long integers(SimdUnit u, long first, long second, boolean chop) {
        return toInteger(u, DOUBLE, first, 4, chop) | toInteger(u, DOUBLE, second, 4, chop) << 32;
    }
}
