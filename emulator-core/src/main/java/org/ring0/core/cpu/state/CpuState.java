package org.ring0.core.cpu.state;

import org.ring0.core.cpu.fpu.FpuState;

/**
 * The architectural state of one CPU, 64 bits wide from the first line. Fields are public: both engines and the bodies of
 * the instructions live on them, and translated code addresses them by name.
 *
 * <p>The six status flags are lazy: {@link #flagKind} says how to compute them from {@link #flagResult},
 * {@link #flagDest} and {@link #flagSource}; readers are the pure functions of {@code Flags}.
 */
public final class CpuState {
    /** {@link #attention}: something must be looked at before the next instruction. */
    public static final int ATTENTION_INTR = 1;

    public static final int ATTENTION_NMI = 1 << 1;
    /** The slice must end here: an earlier deadline, a stop request, a power-off. */
    public static final int ATTENTION_LEAVE = 1 << 2;
    /** A single-step or debug trap is pending after this instruction. */
    public static final int ATTENTION_DEBUG = 1 << 3;
    /** IF, TF, a shadow, the mode, a mapping or the code itself may have changed: re-evaluate. */
    public static final int ATTENTION_RECHECK = 1 << 4;
    /** INIT# was asserted. */
    public static final int ATTENTION_INIT = 1 << 5;

    public static final int RAX = 0;
    public static final int RCX = 1;
    public static final int RDX = 2;
    public static final int RBX = 3;
    public static final int RSP = 4;
    public static final int RBP = 5;
    public static final int RSI = 6;
    public static final int RDI = 7;

    /**
     * RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 to R15, in the order of their encodings. The one behind them is always zero:
     * the base or index that an address lacks.
     */
    public final long[] gpr = new long[17];

    /** While an instruction executes: the address of the next one. Between instructions: where execution goes on. */
    public long rip;

    public int flagKind;
    public long flagResult;
    public long flagDest;
    public long flagSource;
    /** EFLAGS without the six status flags. */
    public int systemFlags = Eflags.FIXED;

    /** ES, CS, SS, DS, FS, GS, in the order of their encodings. */
    public final Segment[] segment = new Segment[6];

    public final Segment ldtr = new Segment();
    public final Segment tr = new Segment();
    public long gdtBase;
    public int gdtLimit = 0xffff;
    public long idtBase;
    public int idtLimit = 0xffff;

    public long cr0 = ControlBits.CR0_ET | ControlBits.CR0_CD | ControlBits.CR0_NW;
    public long cr2;
    public long cr3;
    public long cr4;
    public long efer;
    /** The directory pointers of PAE paging, loaded with CR3. */
    public final long[] pdpte = new long[4];

    public final long[] dr = new long[8];
    /** Bits of DR6 that become a debug trap after this instruction; {@link #ATTENTION_DEBUG} goes with them. */
    public int pendingDebug;

    /** What XSAVE and its kin save (SDM Vol. 3A, 2.6). */
    public long xcr0 = ControlBits.XCR0_X87;
    /** What RDRAND and RDSEED draw from. */
    public final RandomNumbers random = new RandomNumbers();

    public final ModelSpecificRegisters msr = new ModelSpecificRegisters();

    public final FpuState fpu = new FpuState();

    public final XmmState xmm = new XmmState();

    /** The current privilege level: 0 in real mode, 3 in virtual-8086 mode. */
    public int cpl;

    /** Stopped by HLT until an interrupt arrives. */
    public boolean halted;
    /** The one instruction after STI or MOV SS before which no interrupt is taken. */
    public boolean interruptShadow;
    /** The shadow is of MOV/POP SS, which holds back debug traps and NMI as well. */
    public boolean stackShadow;
    /** An NMI handler runs: further NMIs wait for IRET. */
    public boolean nmiBlocked;

    /** {@code ATTENTION_*} bits; zero on the fast path. */
    public int attention;
    /** The level of the INTR pin; the attention bit only says that it went high or may count again. */
    public boolean intrPin;

    /** The virtual clock's cycle, exact before every instruction: the clock itself is advanced before device accesses. */
    public long cycle;
    /** The slice ends before the instruction that would start at this cycle. */
    public long cycleLimit;

    /** Cycles that passed while the CPU was halted. */
    public long idleCycles;

    public CpuState() {
        for (int i = 0; i < segment.length; i++) {
            segment[i] = new Segment();
        }
    }

    /** Instructions retired since power-on: cycles without those skipped while halted. */
    public long retired() {
        return cycle - idleCycles;
    }

    /** All of EFLAGS, the status flags worked out. */
    public int eflags() {
        return systemFlags | Flags.read(this);
    }

    /** Sets the six status flags from bits of EFLAGS; other bits are ignored. */
    public void setStatusFlags(int eflags) {
        Flags.write(this, eflags);
    }

    public boolean isProtected() {
        return (cr0 & ControlBits.CR0_PE) != 0;
    }

    public boolean isVirtual8086() {
        return (systemFlags & Eflags.VM) != 0;
    }

    /** IA-32e mode is active (EFER.LMA): 64-bit or compatibility mode, by CS. */
    public boolean isLongMode() {
        return (efer & ControlBits.EFER_LMA) != 0;
    }

    /**
     * To be called on the way out of 64-bit mode: what the upper halves hold is not preserved (SDM Vol. 1, 3.4.1.1), and code
     * of 16 and 32 bits, which cannot see them, is translated as if they were zero. R8 to R15 stay as they are.
     */
    public void clearUpperHalves() {
        for (int r = 0; isLongMode() && r < 8; r++) {
            gpr[r] &= 0xffff_ffffL;
        }
    }

    /** 64-bit mode: IA-32e mode with CS.L. */
    public boolean is64Bit() {
        return (segment[Segment.CS].attributes & Segment.L) != 0 && isLongMode();
    }

    /** Linear addresses as they are, or truncated to 32 bits outside 64-bit mode. */
    public long linearMask() {
        return is64Bit() ? -1 : 0xffff_ffffL;
    }

    public int iopl() {
        return systemFlags >> Eflags.IOPL_SHIFT & 3;
    }
}
