package org.ring0.core.cpu.state;

import java.util.Arrays;

/** The model-specific registers that hold a state of their own (SDM Vol. 4, P6 family). EFER is in {@link CpuState}. */
public final class ModelSpecificRegisters {
    private static final long PAT_AT_RESET = 0x0007_0406_0007_0406L;

    /** The eight pairs of variable MTRRs: base and mask of each. */
    public static final int VARIABLE_MTRRS = 16;

    public static final int FIXED_MTRRS = 11;
    /** Machine-check banks: control, status, address and miscellaneous of each. */
    public static final int MACHINE_CHECK_REGISTERS = 20;

    private static final int SCALARS = 20;

    public long sysenterCs;
    public long sysenterEsp;
    public long sysenterEip;
    /** SYSCALL and SYSRET: selectors, entries of 64-bit and compatibility mode, the flags that are cleared. */
    public long star;

    public long lstar;
    public long cstar;
    public long fmask;
    /** What SWAPGS exchanges with GS.base; the bases of FS and GS are in their segments. */
    public long kernelGsBase;

    public long tscAux;
    public long pat;
    public long mtrrDefType;
    public long mcgStatus;
    public long mcgControl;
    public long microcodeRevision;
    public long debugControl;
    /** What the time-stamp counter reads more than the clock's cycle. */
    public long tscOffset;

    /** Two counters and what they would count. */
    public final long[] performanceCounter = new long[2];

    public final long[] eventSelect = new long[2];
    public final long[] mtrrVariable = new long[VARIABLE_MTRRS];
    public final long[] mtrrFixed = new long[FIXED_MTRRS];
    public final long[] machineCheck = new long[MACHINE_CHECK_REGISTERS];

    public ModelSpecificRegisters() {
        reset();
    }

    /** The power-on values. */
    public void reset() {
        load(new long[SCALARS + VARIABLE_MTRRS + FIXED_MTRRS + MACHINE_CHECK_REGISTERS]);
        pat = PAT_AT_RESET;
    }

    /** All of them in a fixed order. */
    public long[] save() {
        long[] saved = Arrays.copyOf(
                new long[] {
                    sysenterCs,
                    sysenterEsp,
                    sysenterEip,
                    pat,
                    mtrrDefType,
                    mcgStatus,
                    mcgControl,
                    microcodeRevision,
                    debugControl,
                    tscOffset,
                    performanceCounter[0],
                    performanceCounter[1],
                    eventSelect[0],
                    eventSelect[1],
                    star,
                    lstar,
                    cstar,
                    fmask,
                    kernelGsBase,
                    tscAux
                },
                SCALARS + VARIABLE_MTRRS + FIXED_MTRRS + MACHINE_CHECK_REGISTERS);
        System.arraycopy(mtrrVariable, 0, saved, SCALARS, VARIABLE_MTRRS);
        System.arraycopy(mtrrFixed, 0, saved, SCALARS + VARIABLE_MTRRS, FIXED_MTRRS);
        System.arraycopy(machineCheck, 0, saved, SCALARS + VARIABLE_MTRRS + FIXED_MTRRS, MACHINE_CHECK_REGISTERS);
        return saved;
    }

    /** Takes over what {@link #save} has given. */
    public void load(long[] saved) {
        sysenterCs = saved[0];
        sysenterEsp = saved[1];
        sysenterEip = saved[2];
        pat = saved[3];
        mtrrDefType = saved[4];
        mcgStatus = saved[5];
        mcgControl = saved[6];
        microcodeRevision = saved[7];
        debugControl = saved[8];
        tscOffset = saved[9];
        System.arraycopy(saved, 10, performanceCounter, 0, 2);
        System.arraycopy(saved, 12, eventSelect, 0, 2);
        star = saved[14];
        lstar = saved[15];
        cstar = saved[16];
        fmask = saved[17];
        kernelGsBase = saved[18];
        tscAux = saved[19];
        System.arraycopy(saved, SCALARS, mtrrVariable, 0, VARIABLE_MTRRS);
        System.arraycopy(saved, SCALARS + VARIABLE_MTRRS, mtrrFixed, 0, FIXED_MTRRS);
        System.arraycopy(saved, SCALARS + VARIABLE_MTRRS + FIXED_MTRRS, machineCheck, 0, MACHINE_CHECK_REGISTERS);
    }
}
