package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;

/**
 * Executes the ops of blocks: the frequent ones by their {@link Form}s, all others as {@link Op}s.
 * RIP and the cycle are kept here, and told to the state before anything that can look at them or fault.
 */
final class OpLoop {
    private final CpuState s;
    private final Form[] forms = new Form[OpCode.COUNT];

    OpLoop(Cpu cpu) {
        s = cpu.state();
        RegisterForms.moves(forms, cpu);
        RegisterForms.binary(forms, cpu);
        RegisterForms.others(forms, cpu);
        MemoryForms.moves(forms, cpu);
        MemoryForms.binary(forms, cpu);
        TransferForms.stack(forms, cpu);
        TransferForms.transfers(forms, cpu);
    }

    /**
     * Executes some ops of a block, RIP being at the first of them.
     *
     * @return whether the next block may follow: all have been executed, and nothing needs attention
     * @throws CpuException what one of them raises: the state is as before it, but for the steps of a repeated one
     */
    boolean run(Block block, int from, int end) {
        long[] words = block.words;
        long start = s.cycle - from;
        long ip = s.rip;
        int n = from;
        try {
            while (n < end) {
                long w = words[OpWord.WORDS * n];
                long x = words[OpWord.WORDS * n + 1];
                long next = ip + OpWord.length(w);
                int code = OpWord.code(w);
                if (code == OpCode.OBJECT) {
                    s.rip = next;
                    s.cycle = start + n;
                    block.objects[(int) x].run();
                    ip = s.rip;
                    // A repeated instruction counts its steps.
                    start = s.cycle - n;
                } else {
                    ip = forms[code].run(w, x, next, start + n);
                }
                n++;
                if (s.attention != 0) {
                    break;
                }
            }
        } catch (CpuException fault) {
            s.rip = ip;
            throw fault;
        }
        s.rip = ip;
        s.cycle = start + n;
        return s.attention == 0;
    }
}
