package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** Which words in memory a guest's instructions read, and which of them never change: what a loop waits for. */
final class MemoryReads {
    /** Fewer reads of a word are no waiting. */
    private static final int OFTEN = 16;

    private record Word(long linear, int size) {}

    private static final class Seen {
        final long value;
        int count = 1;

        Seen(long value) {
            this.value = value;
        }
    }

    private final GuestView guest;
    private final CpuState state;
    private final CallSites instructions;
    private final Map<Word, Seen> seen = new HashMap<>();
    private final Set<Word> changing = new HashSet<>();

    MemoryReads(GuestView guest) {
        this.guest = guest;
        state = guest.state;
        instructions = new CallSites(guest);
    }

    /** Before an instruction is executed. */
    void before() {
        Instruction i = instructions.at(guest.code(state.rip));
        if (i == null || !i.isMemory || !readsMemory(i)) {
            return;
        }
        int size = i.source == Operand.MEMORY ? i.sourceSize : i.operandSize;
        Word word = new Word(linear(i), Math.clamp(size, 1, 8));
        OptionalLong value = guest.number(word.linear, word.size);
        if (value.isEmpty() || changing.contains(word)) {
            return;
        }
        Seen before = seen.putIfAbsent(word, new Seen(value.getAsLong()));
        if (before != null && before.value == value.getAsLong()) {
            before.count++;
        } else if (before != null) {
            seen.remove(word);
            changing.add(word);
        }
    }

    private static boolean readsMemory(Instruction i) {
        return switch (i.mnemonic) {
            case LEA, NOP, INVLPG -> false;
            case MOV -> i.source == Operand.MEMORY;
            default -> true;
        };
    }

    private long linear(Instruction i) {
        long offset = state.gpr[i.base] + (state.gpr[i.index] << i.scale) + i.displacement;
        if (i.ripRelative) {
            offset += state.rip + i.length;
        }
        boolean based = !state.is64Bit() || i.segment == Segment.FS || i.segment == Segment.GS;
        return (based ? state.segment[i.segment].base : 0) + (offset & i.addressMask()) & state.linearMask();
    }

    /** Words that were read often, and were the same each time. */
    List<Footprints.WordUse> constant() {
        List<Footprints.WordUse> words = new ArrayList<>();
        seen.forEach((word, read) -> {
            if (read.count >= OFTEN) {
                words.add(new Footprints.WordUse(guest.symbols.at(word.linear), word.size, read.count, read.value));
            }
        });
        return words;
    }
}
