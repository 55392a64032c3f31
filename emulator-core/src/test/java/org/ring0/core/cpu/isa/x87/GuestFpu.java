package org.ring0.core.cpu.isa.x87;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/** Our side of a comparison: the interpreter executes one instruction in flat 32-bit protected mode, or in 64-bit mode. */
public final class GuestFpu implements AutoCloseable {
    /** Where the operand of an instruction lies. */
    public static final int OPERAND = 0x2000;

    private static final int CODE = 0x1000;
    private static final int FLAT_CODE = 0xc09b;
    private static final int FLAT_CODE_64 = 0xa09b;
    private static final int FLAT_DATA = 0xc093;

    public final SmallMachine machine = new SmallMachine();
    public final CpuState state = machine.state;
    public final FpuState fpu = state.fpu;
    private final Interpreter interpreter = new Interpreter(machine.cpu);

    public GuestFpu() {
        machine.cpu.setModel(CpuModel.MAX32);
        state.cr0 = ControlBits.CR0_PE | ControlBits.CR0_NE | ControlBits.CR0_ET;
        for (int i = 0; i < 6; i++) {
            state.segment[i].load(8, 0, 0xffff_ffffL, i == Segment.CS ? FLAT_CODE : FLAT_DATA);
        }
    }

    /** From now on the code is that of 64-bit mode, though without paging. */
    public void enter64() {
        state.efer |= ControlBits.EFER_LMA;
        state.segment[Segment.CS].load(8, 0, Segment.UNLIMITED, FLAT_CODE_64);
    }

    /** Executes the instruction, which must raise no fault. */
    public void run(byte[] instruction) {
        for (int i = 0; i < instruction.length; i++) {
            machine.memory.write(CODE + i, instruction[i] & 0xff, 1);
        }
        state.rip = CODE;
        state.cycleLimit = state.cycle + 1;
        interpreter.run();
    }

    /** Executes again what {@link #run} executed last. */
    public void runAgain() {
        state.rip = CODE;
        state.cycleLimit = state.cycle + 1;
        interpreter.run();
    }

    public void setOperand(MemorySegment operand) {
        for (int i = 0; i < operand.byteSize(); i += 8) {
            machine.memory.write(OPERAND + i, operand.get(ValueLayout.JAVA_LONG_UNALIGNED, i), 8);
        }
    }

    public void getOperand(MemorySegment operand) {
        for (int i = 0; i < operand.byteSize(); i += 8) {
            operand.set(ValueLayout.JAVA_LONG_UNALIGNED, i, machine.memory.read(OPERAND + i, 8));
        }
    }

    @Override
    public void close() {
        machine.close();
    }
}
