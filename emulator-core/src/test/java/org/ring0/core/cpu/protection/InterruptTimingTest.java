package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.memory.Region;

/** Between which two instructions an interrupt is taken (SDM Vol. 3A, 6.7, 6.8 and table 6-2). */
class InterruptTimingTest {
    private static final int CODE = 0x7000;
    private static final int VECTOR = 0x40;
    private static final int HANDLER = 0x6000;
    private static final int STACK = 0x8000;

    private SmallMachine m;
    private CpuState s;
    private Interpreter engine;

    @BeforeEach
    void build() {
        m = new SmallMachine();
        s = m.state;
        CpuReset.reset(m.cpu);
        SegmentLoader.loadRealDefault(s.segment[Segment.CS], 0, 0);
        s.rip = CODE;
        s.gpr[CpuState.RSP] = STACK;
        for (int vector : new int[] {1, 2, VECTOR}) {
            m.words(vector * 4, HANDLER + vector * 16, 0);
            m.memory.write(HANDLER + vector * 16, 0xf4, 1);
        }
        m.cpu.connectInterruptSource(() -> VECTOR);
        m.ports.map(PortRange.of(0x10, 1), new IoDevice() {
            @Override
            public int read(int offset) {
                return 0;
            }

            @Override
            public void write(int offset, int value) {
                m.cpu.intr().set(value != 0);
            }
        });
        engine = new Interpreter(m.cpu);
    }

    @AfterEach
    void close() {
        m.close();
    }

    /** Runs until the handler's HLT (or the program's). */
    private void run(String code) {
        byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
        m.memory.writeMemory(CODE, bytes, 0, bytes.length);
        s.cycleLimit = s.cycle + 1000;
        engine.run();
    }

    /** How far the program had got when the first handler was entered. */
    private int interruptedAt() {
        return m.word(STACK - 6) - CODE;
    }

    @ParameterizedTest
    @CsvSource({
        // a program that runs with the pin high, where it is interrupted
        "FB 90 90 F4,             2",
        "FB FB 90 F4,             2",
        "FB 8E D0 90 90 F4,       4",
        "FB 8E D8 90 F4,          3",
        "FB 16 17 90 90 F4,       2",
        "FB F4,                   2",
        "9C 58 80 CC 02 50 9D 90, 7",
    })
    void stiAndMovSsHoldInterruptsBackForOneInstruction(String code, int at) {
        m.cpu.intr().set(true);
        run(code);
        assertEquals(HANDLER + VECTOR * 16 + 1, s.rip);
        assertEquals(at, m.word(s.gpr[CpuState.RSP]) - CODE);
    }

    @Test
    void cliRightAfterStiWins() {
        m.cpu.intr().set(true);
        run("FB FA 90 F4");
        assertTrue(s.halted);
        assertEquals(CODE + 4, s.rip);
    }

    @Test
    void haltEndsWithAnInterruptAndReturnsBehindItself() {
        run("FB F4 90 F4");
        assertTrue(s.halted);
        assertEquals(CODE + 2, s.rip);
        m.cpu.intr().set(true);
        s.cycleLimit = s.cycle + 1000;
        engine.run();
        assertEquals(2, interruptedAt());
    }

    @Test
    void aPinThatGoesLowAgainIsForgotten() {
        run("B0 01 E6 10 B0 00 E6 10 FB 90 90 F4");
        assertEquals(CODE + 12, s.rip);
    }

    @Test
    void aPortWriteThatRaisesThePinIsInterruptedRightBehind() {
        run("FB 90 B0 01 E6 10 90 90 F4");
        assertEquals(6, interruptedAt());
    }

    @Test
    void aRepeatedStringInstructionIsInterruptedBetweenIterations() {
        m.memory.map(Region.mmio(0xa0_0000, 0x1000, new MmioDevice() {
            @Override
            public int read(int offset, int size) {
                return 0;
            }

            @Override
            public void write(int offset, int value, int size) {
                m.cpu.intr().set(offset == 2);
            }
        }));
        s.segment[Segment.ES].load(0, 0xa0_0000, 0xffff, 0x93);
        s.gpr[CpuState.RCX] = 10;
        run("FB 90 F3 AA F4");
        assertEquals(2, interruptedAt());
        assertEquals(7, s.gpr[CpuState.RCX]);
        assertEquals(3, s.gpr[CpuState.RDI]);
    }

    @Test
    void theNonMaskableInterruptComesFirst() {
        m.cpu.intr().set(true);
        m.cpu.nmi();
        s.systemFlags |= Eflags.IF;
        run("90 F4");
        assertEquals(HANDLER + 2 * 16 + 1, s.rip);
        assertEquals(0, interruptedAt());
        assertTrue(s.nmiBlocked);
    }

    @Test
    void aSecondNonMaskableInterruptWaitsForIret() {
        m.memory.writeMemory(HANDLER + 2 * 16, new byte[] {(byte) 0x43, (byte) 0xcf}, 0, 2);
        m.cpu.nmi();
        run("90 F4");
        assertEquals(1, s.gpr[CpuState.RBX]);
        assertFalse(s.nmiBlocked);
        s.nmiBlocked = true;
        m.cpu.nmi();
        s.halted = false;
        run("90 F4");
        assertEquals(1, s.gpr[CpuState.RBX]);
    }

    @Test
    void aSingleStepTrapIsTakenBeforeAnInterrupt() {
        m.memory.writeMemory(HANDLER + 16, new byte[] {(byte) 0xf4}, 0, 1);
        s.systemFlags |= Eflags.TF | Eflags.IF;
        s.attention |= CpuState.ATTENTION_RECHECK;
        run("B0 01 E6 10 90 F4");
        assertEquals(HANDLER + 16 + 1, s.rip);
        assertEquals(2, interruptedAt());
    }

    @Test
    void singleStepAndInterruptBehindOneInstructionNest() {
        s.systemFlags |= Eflags.IF;
        run("9C 58 80 CC 01 50 9D E6 10 90 F4");
        assertEquals(HANDLER + 16 + 1, s.rip);
        assertEquals(9, interruptedAt());
        assertFalse((s.systemFlags & Eflags.IF) != 0);
    }
}
