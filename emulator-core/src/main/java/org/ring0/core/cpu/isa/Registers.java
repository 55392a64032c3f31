package org.ring0.core.cpu.isa;

/**
 * Reads and writes of general registers in the widths of an instruction. An 8-bit write leaves the other 56 bits, a 16-bit
 * write the other 48; a 32-bit write clears the upper half (SDM Vol. 1, 3.4.1.1). Numbers as in {@link Instruction}.
 */
public final class Registers {
    private Registers() {}

    /** The register's low 1, 2, 4 or 8 bytes (or AH to BH), zero-extended. */
    public static long read(long[] gpr, int number, int size) {
        return switch (size) {
            case 1 -> read8(gpr, number);
            case 2 -> gpr[number] & 0xffff;
            case 4 -> gpr[number] & 0xffff_ffffL;
            default -> gpr[number];
        };
    }

    public static void write(long[] gpr, int number, long value, int size) {
        switch (size) {
            case 1 -> write8(gpr, number, value);
            case 2 -> gpr[number] = gpr[number] & ~0xffffL | value & 0xffff;
            case 4 -> gpr[number] = value & 0xffff_ffffL;
            default -> gpr[number] = value;
        }
    }

    private static long read8(long[] gpr, int number) {
        return number < Instruction.HIGH_BYTE ? gpr[number] & 0xff : gpr[number - Instruction.HIGH_BYTE] >>> 8 & 0xff;
    }

    private static void write8(long[] gpr, int number, long value) {
        if (number < Instruction.HIGH_BYTE) {
            gpr[number] = gpr[number] & ~0xffL | value & 0xff;
        } else {
            int low = number - Instruction.HIGH_BYTE;
            gpr[low] = gpr[low] & ~0xff00L | (value & 0xff) << 8;
        }
    }
}
