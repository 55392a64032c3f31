package org.ring0.core.cpu.parity;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;

/**
 * A guest that makes new code for ever must not fill the host's memory: the program {@code soak} writes functions, has them
 * translated, and writes others over them.
 */
class CodeSoakTest {
    private static final int WINDOW = 0x10_0000;
    private static final int PAGE = 0x1000;
    private static final int FUNCTIONS_A_PAGE = 16;
    private static final int PAGES = 0x8000;
    private static final int END = 0x8004;
    private static final int THRESHOLD = 8;
    private static final long SLICE = 200_000;
    private static final int MIB = 1 << 20;

    private static void assertSlice(FlatMachine m) {
        assertInstanceOf(StopReason.BudgetSpent.class, m.machine.run(Budget.ofInstructions(SLICE)));
    }

    private static FlatMachine machine(int pages) {
        FlatMachine m = new FlatMachine(
                WINDOW + (long) pages * PAGE,
                cpu -> new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), THRESHOLD)));
        m.machine.memory().write(END, WINDOW + (long) pages * PAGE, 4);
        m.load("soak");
        return m;
    }

    private static void runUntil(FlatMachine m, long pages) {
        while (m.dword(PAGES) < pages) {
            assertSlice(m);
        }
    }

    /** Bytes of class data in use, after what can be unloaded has been. */
    private static long metaspace() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .findFirst()
                .orElseThrow()
                .getUsed();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void codeThatIsOverwrittenIsUnloaded() {
        int window = 8;
        int windows = 12;
        try (FlatMachine m = machine(window)) {
            runUntil(m, 2 * window);
            long classes = metaspace();
            long objects = heap();
            runUntil(m, (long) windows * window);
            long grownBy = metaspace() - classes;
            // A region's class is some 5 KiB and more: without unloading, this would be ten windows of them.
            long bound = 2L * window * FUNCTIONS_A_PAGE * 5 * 1024;
            assertTrue(grownBy < bound, () -> "class data grew by " + grownBy + " bytes");
            assertTrue(heap() - objects < 4 * MIB, () -> "the heap grew by " + (heap() - objects) + " bytes");
        }
    }

    @Test
    void codeInEverNewPagesTakesNoMoreThanTheCacheHolds() {
        int pages = 300;
        try (FlatMachine m = machine(pages)) {
            runUntil(m, pages / 2);
            long classes = metaspace();
            runUntil(m, pages - 1);
            long grownBy = metaspace() - classes;
            // The second half's regions alone are some 12 MiB.
            assertTrue(grownBy < 4 * MIB, () -> "class data grew by " + grownBy + " bytes");
        }
    }

    /** For {@code -Dring0.soak.minutes=10}: 64 MiB of ever new code. */
    @Test
    @EnabledIfSystemProperty(named = "ring0.soak.minutes", matches = "\\d+")
    void memoryStaysBoundedForMinutes() {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.getLong("ring0.soak.minutes"));
        try (FlatMachine m = machine(64 * MIB / PAGE)) {
            while (System.nanoTime() < end) {
                for (int n = 0; n < 50; n++) {
                    assertSlice(m);
                }
                long classes = metaspace();
                assertTrue(
                        classes < 512L * MIB,
                        () -> classes + " bytes of class data after " + m.dword(PAGES) + " pages");
                assertTrue(heap() < 512L * MIB, () -> heap() + " bytes of heap after " + m.dword(PAGES) + " pages");
            }
        }
    }
}
