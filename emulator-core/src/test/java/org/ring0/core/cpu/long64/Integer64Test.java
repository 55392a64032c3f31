package org.ring0.core.cpu.long64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** What 64-bit mode does otherwise than 32-bit code (SDM Vol. 1, 3.4.1.1 and 6.3.7; Vol. 2A, 2.2.1). */
class Integer64Test {
    private final Code64 code = new Code64();
    private final long[] gpr = code.s.gpr;

    @AfterEach
    void close() {
        code.close();
    }

    @Test
    void thirtyTwoBitResultsClearTheUpperHalf() {
        gpr[CpuState.RAX] = -1;
        gpr[CpuState.RCX] = -1;
        gpr[CpuState.RDX] = -1;
        code.run(3, "83c001 66 83c101 80c201"); // add eax, 1; add cx, 1; add dl, 1
        assertEquals(0, gpr[CpuState.RAX]);
        assertEquals(0xffff_ffff_ffff_0000L, gpr[CpuState.RCX]);
        assertEquals(0xffff_ffff_ffff_ff00L, gpr[CpuState.RDX]);
    }

    @Test
    void conditionalMoveThatDoesNotMoveClearsTheUpperHalf() {
        gpr[CpuState.RAX] = -1;
        code.run(2, "31c9 0f45c1"); // xor ecx, ecx; cmovnz eax, ecx
        assertEquals(0xffff_ffffL, gpr[CpuState.RAX]);
    }

    @Test
    void systemCallsAreToldInTheModeThatHasThem() {
        code.machine.cpu.setModel(CpuModel.QEMU64);
        gpr[CpuState.RAX] = 0x8000_0001L;
        code.run(1, "0fa2"); // cpuid
        assertTrue((gpr[CpuState.RDX] & Feature.SYSCALL.mask()) != 0);
        gpr[CpuState.RAX] = 0x8000_0001L;
        code.s.segment[Segment.CS].load(8, 0, Segment.NO_LIMIT, 0x9b | Segment.G | Segment.DB);
        code.s.attention |= CpuState.ATTENTION_RECHECK;
        code.run(1, "0fa2");
        assertEquals(0, gpr[CpuState.RDX] & Feature.SYSCALL.mask(), "compatibility mode");
        assertTrue((gpr[CpuState.RDX] & Feature.LM.mask()) != 0);
    }

    @Test
    void addressesCountFromTheNextInstruction() {
        code.machine.qwords(Code64.CODE + 0x108, 0x1122_3344_5566_7788L);
        code.run(1, "488b05 01010000"); // mov rax, [rip+0x101]
        assertEquals(0x1122_3344_5566_7788L, gpr[CpuState.RAX]);
    }

    @Test
    void callPushesSixtyFourBits() {
        code.run(1, "66 e8 fb000000"); // call, the operand-size prefix ignored
        assertEquals(Code64.CODE + 0x101, code.s.rip);
        assertEquals(Code64.STACK - 8, gpr[CpuState.RSP]);
        assertEquals(Code64.CODE + 6, code.machine.memory.read(Code64.STACK - 8, 8));
    }

    @Test
    void ninetyWithRexIsAnExchange() {
        gpr[CpuState.RAX] = 0x1_0000_0001L;
        gpr[8] = 2;
        code.run(2, "90 4990"); // nop; xchg r8, rax
        assertEquals(2, gpr[CpuState.RAX]);
        assertEquals(0x1_0000_0001L, gpr[8]);
    }

    @Test
    void basesOfFsAndGsAloneCount() {
        code.s.segment[Segment.DS].base = 0x1000;
        code.s.segment[Segment.GS].base = 0x2000;
        code.machine.qwords(0x3000, 1).qwords(0x4000, 2).qwords(0x5000, 3);
        code.run(2, "488b042500300000 65488b0c2500300000"); // mov rax, [0x3000]; mov rcx, [gs:0x3000]
        assertEquals(1, gpr[CpuState.RAX]);
        assertEquals(3, gpr[CpuState.RCX]);
    }

    /** What the manual leaves open (SDM Vol. 1, 3.4.1.1), since 32-bit code is translated as if upper halves were zero. */
    @Test
    void wayToCompatibilityModeClearsUpperHalves() {
        code.s.gdtBase = 0x1000;
        code.s.gdtLimit = 0xff;
        code.machine.qwords(0x1018, 0x00cf_9b00_0000_ffffL);
        gpr[CpuState.RAX] = -1;
        gpr[8] = -1;
        code.run(3, "6a18 6800800000 48cb"); // push 0x18; push 0x8000; retfq
        assertFalse(code.s.is64Bit());
        assertEquals(0x8000, code.s.rip);
        assertEquals(0xffff_ffffL, gpr[CpuState.RAX]);
        assertEquals(-1, gpr[8]);
    }
}
