package org.ring0.core.cpu.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.irq.LocalApicPort;

/** What a CPU makes of the local APIC beside it: model-specific registers, CPUID, INIT. */
class LocalApicPortTest {
    private static final int CODE = 0x7000;
    private static final int FAULT_HANDLER = 0x6000;

    private SmallMachine m;
    private CpuState s;
    private Interpreter engine;

    /** Has a base register, and one register more that accepts what is even. */
    private static final class FakeApic implements LocalApicPort {
        long base = 0xfee0_0900L;
        long register;
        boolean enabled = true;
        int jumps;
        int priority;

        @Override
        public boolean isEnabled() {
            return enabled;
        }

        @Override
        public int initialId() {
            return 5;
        }

        @Override
        public boolean canRead(int number) {
            return number == 0x1b || number == 0x808;
        }

        @Override
        public long read(int number) {
            return number == 0x1b ? base : register;
        }

        @Override
        public boolean write(int number, long value) {
            boolean accepted = number == 0x808 && (value & 1) == 0;
            register = accepted ? value : register;
            return accepted;
        }

        @Override
        public int taskPriority() {
            return priority;
        }

        @Override
        public void setTaskPriority(int value) {
            priority = value;
        }

        @Override
        public boolean maySendNmi() {
            return false;
        }

        @Override
        public void timeStampChanged() {
            jumps++;
        }
    }

    @BeforeEach
    void build() {
        m = new SmallMachine();
        s = m.state;
        CpuReset.reset(m.cpu);
        SegmentLoader.loadRealDefault(s.segment[Segment.CS], 0, 0);
        s.gpr[CpuState.RSP] = 0x8000;
        m.words(13 * 4, FAULT_HANDLER, 0);
        m.memory.write(FAULT_HANDLER, 0xf4, 1);
        engine = new Interpreter(m.cpu);
    }

    @AfterEach
    void close() {
        m.close();
    }

    private void run(String code) {
        byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
        m.memory.writeMemory(CODE, bytes, 0, bytes.length);
        s.halted = false;
        s.rip = CODE;
        s.cycleLimit = s.cycle + 100;
        engine.run();
    }

    private boolean faulted() {
        return s.rip == FAULT_HANDLER + 1;
    }

    private void readRegister(int number) {
        s.gpr[CpuState.RCX] = number;
        run("0F 32 F4");
    }

    private void writeRegister(int number, int value) {
        s.gpr[CpuState.RCX] = number;
        s.gpr[CpuState.RAX] = value;
        s.gpr[CpuState.RDX] = 0;
        run("0F 30 F4");
    }

    @Test
    void registersOfTheApicAreFaultsWithoutOne() {
        for (int number : new int[] {0x1b, 0x6e0, 0x800, 0x8ff}) {
            readRegister(number);
            assertTrue(faulted());
            writeRegister(number, 0);
            assertTrue(faulted());
        }
    }

    @Test
    void registersOfTheApicAreItsOwnAffair() {
        FakeApic apic = new FakeApic();
        m.cpu.connectLocalApic(apic);
        readRegister(0x1b);
        assertEquals(0xfee0_0900L, s.gpr[CpuState.RAX]);
        writeRegister(0x808, 0x20);
        assertEquals(0x20, apic.register);
        writeRegister(0x808, 0x21);
        assertTrue(faulted());
        readRegister(0x809);
        assertTrue(faulted());
    }

    /** 64-bit mode at level 0, the first 2 MiB identity-mapped; no exception can be delivered. */
    private void enter64BitMode() {
        m.cpu.setModel(new CpuModel(
                "long",
                0x306c1,
                "GenuineIntel",
                "64-bit processor",
                2,
                CpuModel.MAX32.features().with(Feature.LM),
                40));
        m.qwords(0x10_0000, 0x10_1007).qwords(0x10_1000, 0x10_2007).qwords(0x10_2000, 0x87);
        ControlRegisters.writeCr4(m.cpu, ControlBits.CR4_PAE);
        ControlRegisters.writeCr3(m.cpu, 0x10_0000);
        ControlRegisters.writeEfer(m.cpu, ControlBits.EFER_LME);
        ControlRegisters.writeCr0(m.cpu, ControlBits.CR0_PG | ControlBits.CR0_PE);
        s.segment[Segment.CS].load(8, 0, Segment.UNLIMITED, 0xa09b);
        s.idtLimit = 0;
    }

    @Test
    void cr8IsTheTaskPriority() {
        enter64BitMode();
        FakeApic apic = new FakeApic();
        m.cpu.connectLocalApic(apic);
        s.gpr[CpuState.RAX] = 0xd;
        run("44 0F 22 C0 44 0F 20 C3 F4");
        assertEquals(0xd, apic.priority);
        assertEquals(0xd, s.gpr[CpuState.RBX]);
    }

    @Test
    void cr8HasFourBits() {
        enter64BitMode();
        FakeApic apic = new FakeApic();
        m.cpu.connectLocalApic(apic);
        s.gpr[CpuState.RAX] = 0x10;
        assertThrows(TripleFaultException.class, () -> run("44 0F 22 C0 F4"));
        assertEquals(0, apic.priority);
    }

    @Test
    void writtenTimeStampCounterIsToldToTheApic() {
        FakeApic apic = new FakeApic();
        m.cpu.connectLocalApic(apic);
        writeRegister(0x10, 1234);
        assertEquals(1, apic.jumps);
    }

    @Test
    void cpuidTellsOfAnApicThatIsEnabledAndItsId() {
        s.gpr[CpuState.RAX] = 1;
        run("0F A2 F4");
        assertEquals(0, s.gpr[CpuState.RDX] & Feature.APIC.mask());
        FakeApic apic = new FakeApic();
        m.cpu.connectLocalApic(apic);
        s.gpr[CpuState.RAX] = 1;
        run("0F A2 F4");
        assertEquals(Feature.APIC.mask(), s.gpr[CpuState.RDX] & Feature.APIC.mask());
        assertEquals(5, s.gpr[CpuState.RBX] >>> 24);
        apic.enabled = false;
        s.gpr[CpuState.RAX] = 1;
        run("0F A2 F4");
        assertEquals(0, s.gpr[CpuState.RDX] & Feature.APIC.mask());
    }

    @Test
    void initTakesEffectAfterTheInstructionThatAsksForIt() {
        m.ports.map(PortRange.of(0x10, 1), new IoDevice() {
            @Override
            public int read(int offset) {
                return 0;
            }

            @Override
            public void write(int offset, int value) {
                m.cpu.init();
            }
        });
        s.msr.sysenterCs = 0x10;
        s.rip = CODE;
        m.memory.writeMemory(CODE, new byte[] {(byte) 0xe6, 0x10, 0x40}, 0, 3);
        s.cycleLimit = s.cycle + 2;
        engine.run();
        // Nobody answers at the reset vector: #UD has pushed its address.
        assertEquals(0xfff0, m.word(0xfffa));
        assertEquals(0xf000, m.word(0xfffc));
        assertEquals(0, s.gpr[CpuState.RAX]);
        assertEquals(0x10, s.msr.sysenterCs);
    }
}
