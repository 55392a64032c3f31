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

    /** Whether there are eight registers, and TOP is one of them. */
    public boolean isWellFormed() {
        return significand.length == POWER_ON.significand.length
                && signExponent.length == POWER_ON.signExponent.length
                && top >= 0
                && top < POWER_ON.significand.length
                && (used & ~0xff) == 0;
    }
}
