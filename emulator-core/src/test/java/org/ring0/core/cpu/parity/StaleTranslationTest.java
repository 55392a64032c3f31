package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.machine.Budget;

/**
 * A guest that changes its tables and flushes nothing, as kernels do that look for pages in use: when the change is seen
 * depends on the guest's instructions alone.
 */
class StaleTranslationTest {
    private static final long RAM = 0x10_0000;
    private static final int TABLE = 0x3000;
    private static final int CODE_ENTRY = TABLE + 4 * (FlatMachine.LOADED_AT >> 12);
    private static final int ACCESSED = 0x20;
    private static final int NEXT_PAGE = FlatMachine.LOADED_AT + 0x1000 + 0x31;
    /** CR3 = 2000h, CR4.PSE, CR0.PG. */
    private static final String PAGING_ON = "b800200000 0f22d8 b810000000 0f22e0 0f20c0 0d00000080 0f22c0";

    /** A directory at 2000h: the identity below 4 MiB, and all of memory again above, where TLB entries are shared. */
    private static FlatMachine machine(String loop, Function<Cpu, Engine> engines) {
        FlatMachine m = new FlatMachine(RAM, engines);
        m.machine.memory().write(0x2000, TABLE | 3, 4);
        m.machine.memory().write(0x2004, 0x83, 4);
        for (int page = 0; page < RAM >> 12; page++) {
            m.machine.memory().write(TABLE + 4 * page, page << 12 | 3, 4);
        }
        m.load(bytes(PAGING_ON + loop));
        // JMP back
        byte[] back = bytes("e9fbefffff");
        m.machine.memory().writeMemory(NEXT_PAGE, back, 0, back.length);
        return m;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static String state(FlatMachine m) {
        CpuState s = m.cpu.state();
        return "cycle %d eip %x ecx %x ebx %x entry %x"
                .formatted(s.cycle, s.rip, s.gpr[CpuState.RCX], s.gpr[CpuState.RBX], m.dword(CODE_ENTRY));
    }

    private static FlatMachine compare(String loop, Timing timing) {
        FlatMachine interpreted = machine(loop, Interpreter::new);
        try (FlatMachine translated = machine(loop, cpu -> timing.engine(cpu, 1))) {
            Random random = new Random(1);
            while (!interpreted.cpu.state().halted) {
                int slice = 1 + random.nextInt(20);
                interpreted.machine.run(Budget.ofInstructions(slice));
                for (int n = 0; n < slice; n += 4) {
                    translated.machine.run(Budget.ofInstructions(Math.min(4, slice - n)));
                }
                assertEquals(state(interpreted), state(translated));
            }
            assertEquals(interpreted.machine.digest(), translated.machine.digest());
        }
        return interpreted;
    }

    @ParameterizedTest
    @EnumSource
    void changedTablesAreSeenAtTheSameInstruction(Timing timing) {
        // MOV ECX, 300; then AND byte [entry], ~A; MOV EAX, [410000h]; INC byte [410033h], which is the operand of the
        // MOV AL behind it; ADD EBX, EAX; DEC ECX; JNZ; HLT
        String loop = "b92c010000 802540300000df a100004100 fe0533004100 b000 01c3 49 75e7 f4";
        try (FlatMachine m = compare(loop, timing)) {
            // Execution never leaves the page, so its entry is never read again.
            assertEquals(0, m.dword(CODE_ENTRY) & ACCESSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void changedTablesAreSeenWhenExecutionComesBackToThePage(Timing timing) {
        // As above, but without rewriting itself; JMP to the next page, which jumps back; the entry is added up
        String loop = "b92c010000 802540300000df a100004100 e9%s 031d40300000 49 75e6 f4";
        int behindJump = bytes(PAGING_ON).length + 5 + 7 + 5 + 5;
        String distance =
                HexFormat.of().toHexDigits(Integer.reverseBytes(NEXT_PAGE - (FlatMachine.LOADED_AT + behindJump)));
        compare(loop.formatted(distance), timing).close();
    }
}
