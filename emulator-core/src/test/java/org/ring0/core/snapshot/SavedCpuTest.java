package org.ring0.core.snapshot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.SavedCpu;

class SavedCpuTest {
    private final Random random = new Random(1);

    /** Something else in every field that is a number, a flag or an array of numbers. */
    private void scramble(Object target) throws IllegalAccessException {
        for (Field field : target.getClass().getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            Class<?> type = field.getType();
            if (type == long.class) {
                field.setLong(target, random.nextLong());
            } else if (type == int.class) {
                field.setInt(target, random.nextInt());
            } else if (type == boolean.class) {
                field.setBoolean(target, random.nextBoolean());
            } else if (type == long[].class) {
                long[] numbers = (long[]) field.get(target);
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = random.nextLong();
                }
            } else if (field.get(target) instanceof Object[] parts) {
                for (Object part : parts) {
                    scramble(part);
                }
            } else if (!type.isArray()) {
                scramble(field.get(target));
            }
        }
    }

    private CpuState scrambled() throws IllegalAccessException {
        CpuState state = new CpuState();
        scramble(state);
        state.flagKind = 0;
        state.random.seed(random.nextLong());
        state.fpu.top &= 7;
        state.fpu.used &= 0xff;
        state.cpl &= 3;
        state.cycle = random.nextLong() >>> 2;
        state.idleCycles = state.cycle / 3;
        return state;
    }

    @Test
    void restoredCpuSavesTheSameAgain() throws Exception {
        for (int n = 0; n < 100; n++) {
            CpuState state = scrambled();
            SavedCpu saved = SavedCpu.of(state, state.eflags());
            assertTrue(saved.isWellFormed());
            SavedCpu decoded = StateReader.decode(StateWriter.encode(saved), SavedCpu.untouched());
            CpuState restored = scrambled();
            decoded.restore(restored);
            SavedCpu again = SavedCpu.of(restored, restored.eflags());
            assertEquals(java.util.List.of(), StateDifference.between(saved, again));
            assertArrayEquals(StateWriter.encode(saved), StateWriter.encode(again));
        }
    }

    @Test
    void cpuOfAnotherFormIsRefused() throws Exception {
        CpuState state = scrambled();
        state.cpl = 4;
        assertFalse(SavedCpu.of(state, state.eflags()).isWellFormed());
        state.cpl = 0;
        state.fpu.top = 8;
        assertFalse(SavedCpu.of(state, state.eflags()).isWellFormed());
        state.fpu.top = 0;
        state.idleCycles = state.cycle + 1;
        assertFalse(SavedCpu.of(state, state.eflags()).isWellFormed());
    }
}
