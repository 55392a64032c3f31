package org.ring0.core.cpu.translator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.machine.Machine;

class TranslatorThreadTest {
    private static final long HOST_MEMORY = 1 << 20;
    private static final int PATIENCE_MILLIS = 60_000;

    @Test
    void translatingEndsWithTheMachine() throws InterruptedException {
        List<Translator> made = new ArrayList<>();
        Machine machine = new Machine(new Machine.Core(
                1_000_000_000,
                HOST_MEMORY,
                cpu -> {
                    made.add(new Translator(cpu, MemoryAccess.best()));
                    return new Interpreter(cpu, made.getFirst());
                },
                CpuReset::reset));
        Thread thread = made.getFirst().thread();
        assertTrue(thread.isAlive());
        machine.close();
        thread.join(PATIENCE_MILLIS);
        assertFalse(thread.isAlive());
    }
}
