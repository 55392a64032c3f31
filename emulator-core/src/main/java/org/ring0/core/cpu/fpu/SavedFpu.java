package org.ring0.core.cpu.fpu;

/** The snapshot schema of the FPU; the components are those of {@link FpuState}. */
public record SavedFpu(
        long[] significand,
        int[] signExponent,
        int control,
        int status,
        int top,
        int used,
        long instructionOffset,
        int instructionSelector,
        long dataOffset,
        int dataSelector,
        int opcode) {
    public static final SavedFpu POWER_ON = new FpuState().save();
}
