package org.ring0.core.oracle;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.ring0.core.cpu.state.CpuState;

/**
 * A near jump, call or return of 64-bit code, and where its target comes from.
 *
 * @param code the instruction's bytes; those of a relative one end in the displacement
 * @param source where the target comes from
 * @param register the target's register, or that which the address of the target's place consists of
 * @param displacement what is added to that, or to the next instruction's address
 * @param calls whether the return address is pushed
 * @param dropped bytes that a return takes off the stack beyond the address
 */
record TransferForm(byte[] code, Source source, int register, int displacement, boolean calls, int dropped) {
    enum Source {
        RELATIVE,
        REGISTER,
        MEMORY,
        STACK
    }

    private static final int REX = 0x40;
    private static final int REX_W = 8;

    /** A relative one. */
    static TransferForm relative(SplittableRandom random, int opcode, int displacement) {
        ByteArrayOutputStream code = prefixes(random, random.nextBoolean() ? REX | random.nextInt(16) : 0);
        code.write(opcode);
        for (int n = 0; n < (opcode == 0xeb ? 1 : 4); n++) {
            code.write(displacement >> 8 * n);
        }
        return new TransferForm(code.toByteArray(), Source.RELATIVE, 0, displacement, opcode == 0xe8, 0);
    }

    /** Through a general register, which cannot be RSP: nothing can be executed where that points. */
    static TransferForm throughRegister(SplittableRandom random, boolean calls) {
        int register = random.nextInt(16);
        if (register == CpuState.RSP) {
            register = CpuState.RBX;
        }
        ByteArrayOutputStream code = prefixes(random, rex(random, register));
        code.write(0xff);
        code.write(0xc0 | digit(calls) | register & 7);
        return new TransferForm(code.toByteArray(), Source.REGISTER, register, 0, calls, 0);
    }

    /** Through memory at a register, RSP as well, and a displacement. */
    static TransferForm throughMemory(SplittableRandom random, boolean calls) {
        int base = random.nextInt(16);
        int displacement = 8 * random.nextInt(-4, 5);
        ByteArrayOutputStream code = prefixes(random, rex(random, base));
        code.write(0xff);
        code.write(0x40 | digit(calls) | base & 7);
        if ((base & 7) == CpuState.RSP) {
            code.write(0x24);
        }
        code.write(displacement);
        return new TransferForm(code.toByteArray(), Source.MEMORY, base, displacement, calls, 0);
    }

    static TransferForm back(SplittableRandom random) {
        boolean drops = random.nextBoolean();
        int dropped = drops ? random.nextInt(32) : 0;
        ByteArrayOutputStream code = prefixes(random, random.nextBoolean() ? REX | random.nextInt(16) : 0);
        code.write(drops ? 0xc2 : 0xc3);
        if (drops) {
            code.write(dropped);
            code.write(0);
        }
        return new TransferForm(code.toByteArray(), Source.STACK, CpuState.RSP, 0, false, dropped);
    }

    private static int digit(boolean calls) {
        return (calls ? 2 : 4) << 3;
    }

    private static int rex(SplittableRandom random, int rm) {
        boolean needed = rm > 7 || random.nextBoolean();
        return needed ? REX | rm >> 3 | (random.nextBoolean() ? REX_W : 0) : 0;
    }

    /** Some that change nothing: a repeat prefix (which CPUs ignore or take as a hint), and REX. */
    private static ByteArrayOutputStream prefixes(SplittableRandom random, int rex) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        if (random.nextInt(4) == 0) {
            code.write(random.nextBoolean() ? 0xf3 : 0xf2);
        }
        if (rex != 0) {
            code.write(rex);
        }
        return code;
    }

    @Override
    public String toString() {
        return "%s through %s of register %d".formatted(HexFormat.of().formatHex(code), source, register);
    }
}
