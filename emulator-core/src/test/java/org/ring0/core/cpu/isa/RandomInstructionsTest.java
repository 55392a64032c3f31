package org.ring0.core.cpu.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.isa.body.SystemBodies;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.RandomNumbers;
import org.ring0.core.cpu.state.SavedCpu;

/** RDRAND and RDSEED, RDTSCP and RDPID. */
class RandomInstructionsTest {
    private static final CpuMode PROTECTED_32 = new CpuMode(0xe);
    private static final String RDRAND_EAX = "0f c7 f0";
    private static final String RDRAND_AX = "66 0f c7 f0";
    private static final String RDSEED_ECX = "0f c7 f9";

    private static void run(SmallMachine machine, String code) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(code);
        int[] at = {0};
        Instruction i = new Decoder().decode(() -> bytes[at[0]++] & 0xff, PROTECTED_32);
        SystemBodies.of(i).execute(machine.cpu, i);
    }

    @Test
    void numbersFollowFromTheSeed() {
        // The first numbers of java.util.SplittableRandom's generator for this seed, as published
        RandomNumbers numbers = new RandomNumbers();
        numbers.seed(1234567);
        assertEquals(6457827717110365317L, numbers.next());
        assertEquals(3203168211198807973L, numbers.next());
        assertEquals(-8629252141511181193L, numbers.next());
    }

    @Test
    void eachNumberIsDrawnOnceAndSetsCarry() {
        try (SmallMachine machine = new SmallMachine()) {
            CpuState s = machine.state;
            s.random.seed(7);
            RandomNumbers expected = new RandomNumbers();
            expected.seed(7);
            s.gpr[CpuState.RAX] = 0x1234_5678;
            s.setStatusFlags(Eflags.ZF | Eflags.OF);
            run(machine, RDRAND_AX);
            assertEquals(0x1234_0000 | expected.next() & 0xffff, s.gpr[CpuState.RAX]);
            assertEquals(Eflags.CF, s.eflags() & Eflags.STATUS);
            run(machine, RDRAND_EAX);
            run(machine, RDSEED_ECX);
            assertEquals(expected.next() & 0xffff_ffffL, s.gpr[CpuState.RAX]);
            assertEquals(expected.next() & 0xffff_ffffL, s.gpr[CpuState.RCX]);
        }
    }

    @Test
    void sequenceBelongsToTheStateAndOutlivesReset() {
        try (SmallMachine machine = new SmallMachine()) {
            CpuState s = machine.state;
            s.random.seed(7);
            long before = SavedCpu.of(s, 0).randomNumbers();
            run(machine, RDRAND_EAX);
            long after = SavedCpu.of(s, 0).randomNumbers();
            assertNotEquals(before, after);
            CpuReset.reset(machine.cpu);
            assertEquals(after, s.random.state());
        }
    }

    @Test
    void processorIdIsInTheAuxiliaryRegister() {
        try (SmallMachine machine = new SmallMachine()) {
            CpuState s = machine.state;
            s.msr.tscAux = 0x8000_0005L;
            run(machine, "0f 01 f9");
            assertEquals(0x8000_0005L, s.gpr[CpuState.RCX]);
            run(machine, "f3 0f c7 f8");
            assertEquals(0x8000_0005L, s.gpr[CpuState.RAX]);
        }
    }
}
