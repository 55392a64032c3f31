package org.ring0.core.cpu.isa;

import org.ring0.core.cpu.Cpu;

/**
 * The meaning of an instruction that works on the whole CPU. On entry {@code state.rip} is the next instruction; a body that
 * transfers control sets it. When the body throws a fault the engine puts RIP back, so nothing else may have changed before
 * the last check: RSP last of all.
 */
@FunctionalInterface
public interface SystemBody {
    void execute(Cpu cpu, Instruction instruction);
}
