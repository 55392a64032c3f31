package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.sse.SseGate.plain;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.mmx.MmxBodies;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Flags;

/** MXCSR, the fences and CLFLUSH, and stores of general registers past caches that are not there. */
final class SseControl {
    private SseControl() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(LDMXCSR, plain((cpu, xmm, i) -> {
            int value = (int) Operands.read(cpu, i, 4);
            if ((value & ~cpu.model().mxcsrMask()) != 0) {
                throw CpuException.gp(0);
            }
            xmm.mxcsr = value;
        }));
        bodies.put(STMXCSR, plain((cpu, xmm, i) -> Operands.write(cpu, i, 4, xmm.mxcsr)));
        bodies.put(POPCNT, SseControl::countBits);
        bodies.put(CRC32, SseControl::checksum);
        // What follows needs no registers of SSE, and works whether they are enabled or not.
        SystemBody nothing = (cpu, i) -> {};
        bodies.put(LFENCE, nothing);
        bodies.put(MFENCE, nothing);
        bodies.put(SFENCE, nothing);
        SystemBody cacheLine = (cpu, i) -> cpu.segmentation().probeRead(i.segment, Operands.offset(cpu, i), 1);
        bodies.put(CLFLUSH, cacheLine);
        bodies.put(CLFLUSHOPT, cacheLine);
        bodies.put(CLWB, cacheLine);
        bodies.put(MOVNTI, (cpu, i) -> Operands.writeDestination(cpu, i, Operands.readSource(cpu, i)));
        bodies.put(MASKMOVQ, (cpu, i) -> {
            if (MmxBodies.enter(cpu, i)) {
                long[] registers = cpu.state().fpu.significand;
                long mask = registers[i.sourceRegister & 7];
                MaskedStore.probe(cpu, i, mask, 0);
                MaskedStore.store(cpu, i, registers[i.destinationRegister & 7], mask, 0);
                MmxBodies.switchToMmx(cpu);
            }
        });
    }

    private static void checksum(Cpu cpu, Instruction i) {
        long source = Operands.readSource(cpu, i);
        int checksum = (int) cpu.state().gpr[i.destinationRegister];
        cpu.state().gpr[i.destinationRegister] = Crc32c.update(checksum, source, i.sourceSize) & 0xffff_ffffL;
    }

    /** Clears all status flags but ZF. */
    private static void countBits(Cpu cpu, Instruction i) {
        long source = Operands.readSource(cpu, i);
        Operands.writeDestination(cpu, i, Long.bitCount(source));
        Flags.write(cpu.state(), source == 0 ? Eflags.ZF : 0);
    }
}
