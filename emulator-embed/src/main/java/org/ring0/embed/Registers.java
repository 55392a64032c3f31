package org.ring0.embed;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.protection.FlagsRegister;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.RegisterText;

/** The registers of a machine that is not running, or that serves a hypercall. */
public final class Registers {
    private static final int ALL_FLAGS = -1;

    private final Cpu cpu;
    private final CpuState state;

    Registers(Cpu cpu) {
        this.cpu = cpu;
        state = cpu.state();
    }

    /** All 64 bits of a register; of a segment register the selector. */
    public long get(Register register) {
        return Arguments.given(register, "register").read(state);
    }

    /**
     * Changes a general register, RIP or RFLAGS: all 64 bits in 64-bit mode, elsewhere the low 32.
     *
     * @throws IllegalArgumentException for another register
     */
    public void set(Register register, long value) {
        Arguments.given(register, "register");
        long kept = state.is64Bit() ? value : value & 0xffff_ffffL;
        if (register.isGeneral()) {
            state.gpr[register.ordinal()] = kept;
        } else if (register == Register.RIP) {
            state.rip = kept;
        } else if (register == Register.RFLAGS) {
            FlagsRegister.write(state, (int) kept, ALL_FLAGS);
        } else {
            throw new IllegalArgumentException(register + " can only be read");
        }
        cpu.state().attention |= CpuState.ATTENTION_RECHECK;
    }

    /** The linear address of the next instruction. */
    public long linearIp() {
        return state.segment[Segment.CS].base + state.rip & state.linearMask();
    }

    /** The linear address at which a segment begins. */
    public long base(Register segment) {
        if (Arguments.given(segment, "register").ordinal() < Register.ES.ordinal()) {
            throw new IllegalArgumentException(segment + " is no segment register");
        }
        return state.segment[segment.ordinal() - Register.ES.ordinal()].base;
    }

    /** The privilege level, 0 to 3. */
    public int privilegeLevel() {
        return state.cpl;
    }

    /** Whether HLT has stopped the CPU. */
    public boolean isHalted() {
        return state.halted;
    }

    /** All of them, for people. */
    @Override
    public String toString() {
        return RegisterText.of(state);
    }
}
