package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.fpu.SimdConversion.fromInteger;
import static org.ring0.core.cpu.fpu.SimdFormat.DOUBLE;
import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.SimdUnit;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.mmx.MmxBodies;
import org.ring0.core.cpu.isa.sse.SseGate.Computation;
import org.ring0.core.cpu.state.XmmState;

/**
 * Instructions between XMM and MMX registers. They are behind both gates, and turn the FPU to MMX; CVTPI2PD alone does not
 * when its source is memory.
 */
final class MmxPartners {
    private MmxPartners() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(MOVQ2DQ, behindBoth((cpu, xmm, u, i) -> {
            xmm.set(i.destinationRegister, MmxBodies.readSource(cpu, i), 0);
            MmxBodies.switchToMmx(cpu);
        }));
        bodies.put(MOVDQ2Q, behindBoth((cpu, xmm, u, i) -> MmxBodies.write(cpu, i, xmm.low[i.sourceRegister])));
        bodies.put(CVTPI2PS, behindBoth((cpu, xmm, u, i) -> {
            long result = SseConversions.singles(u, MmxBodies.readSource(cpu, i));
            SseGate.commit(cpu, xmm);
            xmm.low[i.destinationRegister] = result;
            MmxBodies.switchToMmx(cpu);
        }));
        bodies.put(CVTPI2PD, (cpu, i) -> {
            if (i.source == Operand.MEMORY) {
                SseGate.computing(MmxPartners::doubles).execute(cpu, i);
            } else {
                behindBoth(MmxPartners::doublesOfRegister).execute(cpu, i);
            }
        });
        bodies.put(
                CVTPS2PI,
                behindBoth((cpu, xmm, u, i) ->
                        toMmx(cpu, xmm, i, SseConversions.integers(u, XmmOperands.low(cpu, xmm, i), false))));
        bodies.put(
                CVTTPS2PI,
                behindBoth((cpu, xmm, u, i) ->
                        toMmx(cpu, xmm, i, SseConversions.integers(u, XmmOperands.low(cpu, xmm, i), true))));
        bodies.put(
                CVTPD2PI,
                behindBoth((cpu, xmm, u, i) -> toMmx(
                        cpu,
                        xmm,
                        i,
                        SseConversions.integers(
                                u, XmmOperands.low(cpu, xmm, i), XmmOperands.high(cpu, xmm, i), false))));
        bodies.put(
                CVTTPD2PI,
                behindBoth((cpu, xmm, u, i) -> toMmx(
                        cpu,
                        xmm,
                        i,
                        SseConversions.integers(
                                u, XmmOperands.low(cpu, xmm, i), XmmOperands.high(cpu, xmm, i), true))));
    }

    private static void doubles(Cpu cpu, XmmState xmm, SimdUnit u, Instruction i) {
        long source = MmxBodies.readSource(cpu, i);
        xmm.set(i.destinationRegister, fromInteger(u, DOUBLE, (int) source), fromInteger(u, DOUBLE, source >> 32));
    }

    private static void doublesOfRegister(Cpu cpu, XmmState xmm, SimdUnit u, Instruction i) {
        doubles(cpu, xmm, u, i);
        MmxBodies.switchToMmx(cpu);
    }

    private static void toMmx(Cpu cpu, XmmState xmm, Instruction i, long result) {
        SseGate.commit(cpu, xmm);
        MmxBodies.write(cpu, i, result);
    }

    private static SystemBody behindBoth(Computation body) {
        SystemBody behindOne = SseGate.computing(body);
        return (cpu, i) -> {
            SseGate.check(cpu);
            if (MmxBodies.enter(cpu, i)) {
                behindOne.execute(cpu, i);
            }
        };
    }
}
