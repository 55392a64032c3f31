package org.ring0.core.cpu.isa.x87;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.XmmState;

/**
 * FXSAVE and FXRSTOR: the 512-byte image (SDM Vol. 1, 10.5). Without SSE, or while CR4.OSFXSR is clear, the fields of MXCSR
 * and of the XMM registers stay as they are, in memory and on loading.
 */
final class FxState {
    private static final int SIZE = 512;
    private static final int ALIGNMENT = 16;
    private static final int REGISTERS = 32;
    private static final int REGISTER_SIZE = 16;
    private static final int MXCSR = 24;
    private static final int MXCSR_MASK = 28;
    private static final int XMM = 160;

    private FxState() {}

    static void save(Cpu cpu, FpuState fpu, Instruction i) {
        checkAlignment(cpu, i, ALIGNMENT);
        MemoryBlock.probeWrite(cpu, i, SIZE);
        saveX87(cpu, fpu, i);
        if (includesSse(cpu)) {
            saveMxcsr(cpu, i);
            saveXmm(cpu, i);
        }
    }

    /** The fields of the x87, without tests. */
    static void saveX87(Cpu cpu, FpuState fpu, Instruction i) {
        Operands.writeAt(cpu, i, 0, 2, fpu.control);
        Operands.writeAt(cpu, i, 2, 2, fpu.statusWord());
        Operands.writeAt(cpu, i, 4, 2, fpu.used);
        Operands.writeAt(cpu, i, 6, 2, fpu.opcode);
        Operands.writeAt(cpu, i, 8, 4, fpu.instructionOffset);
        Operands.writeAt(cpu, i, 12, 4, has64BitPointers(i) ? fpu.instructionOffset >>> 32 : fpu.instructionSelector);
        Operands.writeAt(cpu, i, 16, 4, fpu.dataOffset);
        Operands.writeAt(cpu, i, 20, 4, has64BitPointers(i) ? fpu.dataOffset >>> 32 : fpu.dataSelector);
        for (int n = 0; n < 8; n++) {
            int at = REGISTERS + n * REGISTER_SIZE;
            Operands.writeAt(cpu, i, at, 8, fpu.significand(n));
            Operands.writeAt(cpu, i, at + 8, 8, fpu.signExponent(n));
        }
    }

    private static boolean includesSse(Cpu cpu) {
        return cpu.model().has(Feature.SSE) && (cpu.state().cr4 & ControlBits.CR4_OSFXSR) != 0;
    }

    /** XMM8 and above are 64-bit code's alone; elsewhere their fields and they stay as they are. */
    static int xmmRegisters(Cpu cpu) {
        return cpu.state().is64Bit() ? XmmState.REGISTERS : 8;
    }

    static void saveMxcsr(Cpu cpu, Instruction i) {
        Operands.writeAt(cpu, i, MXCSR, 4, cpu.state().xmm.mxcsr);
        Operands.writeAt(cpu, i, MXCSR_MASK, 4, cpu.model().mxcsrMask());
    }

    static void saveXmm(Cpu cpu, Instruction i) {
        XmmState xmm = cpu.state().xmm;
        int registers = xmmRegisters(cpu);
        for (int n = 0; n < registers; n++) {
            Operands.writeAt(cpu, i, XMM + n * REGISTER_SIZE, 8, xmm.low[n]);
            Operands.writeAt(cpu, i, XMM + n * REGISTER_SIZE + 8, 8, xmm.high[n]);
        }
    }

    /** After {@link #checkMxcsr}. */
    static void restoreMxcsr(Cpu cpu, Instruction i) {
        cpu.state().xmm.mxcsr = (int) Operands.readAt(cpu, i, MXCSR, 4);
    }

    static void restoreXmm(Cpu cpu, Instruction i) {
        XmmState xmm = cpu.state().xmm;
        int registers = xmmRegisters(cpu);
        for (int n = 0; n < registers; n++) {
            int at = XMM + n * REGISTER_SIZE;
            xmm.set(n, Operands.readAt(cpu, i, at, 8), Operands.readAt(cpu, i, at + 8, 8));
        }
    }

    /** #GP(0) for bits of MXCSR that cannot be set, before anything is loaded. */
    static void checkMxcsr(Cpu cpu, Instruction i) {
        if (((int) Operands.readAt(cpu, i, MXCSR, 4) & ~cpu.model().mxcsrMask()) != 0) {
            throw CpuException.gp(0);
        }
    }

    static void restore(Cpu cpu, FpuState fpu, Instruction i) {
        checkAlignment(cpu, i, ALIGNMENT);
        MemoryBlock.probeRead(cpu, i, SIZE);
        if (includesSse(cpu)) {
            checkMxcsr(cpu, i);
            restoreMxcsr(cpu, i);
            restoreXmm(cpu, i);
        }
        restoreX87(cpu, fpu, i);
    }

    /** The fields of the x87, without tests. */
    static void restoreX87(Cpu cpu, FpuState fpu, Instruction i) {
        fpu.setControl((int) Operands.readAt(cpu, i, 0, 2));
        fpu.setStatusWord((int) Operands.readAt(cpu, i, 2, 2));
        fpu.opcode = (int) Operands.readAt(cpu, i, 6, 2) & 0x7ff;
        long upperInstruction = Operands.readAt(cpu, i, 12, 4);
        long upperData = Operands.readAt(cpu, i, 20, 4);
        fpu.instructionOffset = Operands.readAt(cpu, i, 8, 4);
        fpu.dataOffset = Operands.readAt(cpu, i, 16, 4);
        boolean wide = has64BitPointers(i);
        if (wide) {
            fpu.instructionOffset |= upperInstruction << 32;
            fpu.dataOffset |= upperData << 32;
        }
        fpu.instructionSelector = wide ? 0 : (int) upperInstruction & 0xffff;
        fpu.dataSelector = wide ? 0 : (int) upperData & 0xffff;
        for (int n = 0; n < 8; n++) {
            int at = REGISTERS + n * REGISTER_SIZE;
            fpu.set(n, Operands.readAt(cpu, i, at, 8), (int) Operands.readAt(cpu, i, at + 8, 2));
        }
        fpu.used = (int) Operands.readAt(cpu, i, 4, 1);
    }

    /** With REX.W the pointers are 64-bit offsets, and there are no selectors. */
    private static boolean has64BitPointers(Instruction i) {
        return i.operandSize == 8;
    }

    static void checkAlignment(Cpu cpu, Instruction i, int alignment) {
        long linear = cpu.segmentation().base(i.segment) + Operands.offset(cpu, i);
        if ((linear & alignment - 1) != 0) {
            throw CpuException.gp(0);
        }
    }
}
