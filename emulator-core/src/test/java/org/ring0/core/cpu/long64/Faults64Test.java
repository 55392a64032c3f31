package org.ring0.core.cpu.long64;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** Addresses that are not canonical, and what else 64-bit mode refuses (SDM Vol. 3A, 6.15; Vol. 1, 3.3.7.1). */
class Faults64Test {
    /** The first address above the canonical ones of the lower half. */
    private static final long HOLE = 0x8000_0000_0000L;

    private final Code64 code = new Code64();
    private final CpuState s = code.s;
    private final long[] gpr = s.gpr;

    @AfterEach
    void close() {
        code.close();
    }

    @ParameterizedTest
    @CsvSource({
        "488b03, #GP(0)", // mov rax, [rbx]
        "488903, #GP(0)", // mov [rbx], rax
        "480103, #GP(0)", // add [rbx], rax
        "48ff03, #GP(0)", // inc qword [rbx]
        "48f703 01000000, #GP(0)", // test qword [rbx], 1
        "8b03, #GP(0)", // mov eax, [rbx]
        "0fb603, #GP(0)", // movzx eax, byte [rbx]
        "488b4500, #SS(0)", // mov rax, [rbp]
        "48894500, #SS(0)", // mov [rbp], rax
        "3e 488b4500, #SS(0)", // the override does not count
        "498b4500, #GP(0)", // mov rax, [r13]
        "65 488b4500, #GP(0)", // mov rax, [gs:rbp]
        "ff23, #GP(0)", // jmp [rbx]
        "ffe3, #GP(0)", // jmp rbx
        "ffd3, #GP(0)", // call rbx
        "488b43f9, #GP(0)", // mov rax, [rbx-7], whose last byte alone is not canonical
    })
    void whatIsNotCanonicalFaultsBySegment(String bytes, String fault) {
        gpr[CpuState.RBX] = HOLE;
        gpr[CpuState.RBP] = HOLE;
        gpr[13] = HOLE;
        assertEquals(fault, code.faultOf(bytes));
        assertEquals(Code64.CODE, s.rip);
        assertEquals(Code64.STACK, gpr[CpuState.RSP]);
    }

    @ParameterizedTest
    @CsvSource({"50", "6a01", "e800000000", "ffd0", "9c", "c3", "58", "9d", "8f00", "c8000000", "0fa0"})
    void stackThatIsNotCanonicalIsAStackFault(String bytes) {
        gpr[CpuState.RSP] = HOLE + 0x100;
        assertEquals("#SS(0)", code.faultOf(bytes));
        assertEquals(HOLE + 0x100, gpr[CpuState.RSP]);
    }

    @ParameterizedTest
    @CsvSource({"0fa1, #SS(0)", "0fa9, #SS(0)", "66 0fa1, none"})
    void popOfASegmentRegisterReadsAllThatItTakesOffTheStack(String bytes, String fault) {
        code.mapLastPage();
        gpr[CpuState.RSP] = HOLE - 2;
        assertEquals(fault, code.faultOf(bytes));
    }

    @Test
    void returnToWhatIsNotCanonicalLeavesTheStack() {
        code.machine.qwords(Code64.STACK, HOLE);
        assertEquals("#GP(0)", code.faultOf("c3"));
        assertEquals(Code64.STACK, gpr[CpuState.RSP]);
        assertEquals(Code64.CODE, s.rip);
    }

    @Test
    void basesOfFsAndGsMayLeadOutOfTheCanonicalAddresses() {
        s.segment[Segment.GS].base = HOLE - 4;
        assertEquals("#GP(0)", code.faultOf("65488b0425 00000000")); // mov rax, [gs:0]
    }

    @Test
    void codeThatRunsOutOfTheLowerHalfFaultsAtItsEnd() {
        code.mapLastPage();
        code.runAt(HOLE - 3, 2, "90 ffc0"); // nop; inc eax
        assertEquals(HOLE, s.rip);
        assertEquals("#GP(0)", code.faultHere());
        assertEquals(HOLE, s.rip);
    }

    @Test
    void instructionThatReachesOutOfTheLowerHalfFaults() {
        code.mapLastPage();
        code.runAt(HOLE - 2, 1, "90 48"); // nop; a REX prefix
        assertEquals("#GP(0)", code.faultHere());
        assertEquals(HOLE - 1, s.rip);
    }

    @Test
    void invalidPageIsNoPage() {
        gpr[CpuState.RBX] = HOLE;
        assertEquals("none", code.faultOf("0f013b")); // invlpg [rbx]
    }

    @ParameterizedTest
    @CsvSource({
        "06",
        "07",
        "0e",
        "16",
        "17",
        "1e",
        "1f",
        "27",
        "2f",
        "37",
        "3f",
        "60",
        "61",
        "62c0",
        "82c001",
        "9a000000000000",
        "ce",
        "d40a",
        "d50a",
        "d6",
        "ea000000000000",
        "440f20c8",
        "440f22d0",
        "440f21c0",
        "440f23c0",
        "f0480fc8"
    })
    void whatHasNoMeaningHereIsUndefined(String bytes) {
        assertEquals("#UD", code.faultOf(bytes));
    }

    @Test
    void sixteenBytesAreTooMany() {
        assertEquals("none", code.faultOf("66 66 66 66 66 66 66 66 66 66 66 66 66 66 90"));
        assertEquals("#GP(0)", code.faultOf("66 66 66 66 66 66 66 66 66 66 66 66 66 66 66 90"));
    }
}
