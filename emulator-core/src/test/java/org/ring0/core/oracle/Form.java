package org.ring0.core.oracle;

import java.util.HexFormat;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;

/**
 * One encoding of a row, as the guest executes it and as the host does.
 *
 * @param seed what the generator made it and its cases from
 * @param row the row of the opcode maps
 * @param world the guest's code and segments
 * @param instruction what the guest's bytes say
 * @param guestBytes the encoding in the guest's mode
 * @param hostBytes what leaves the same in the host's mode
 * @param offset the explicit memory operand's offset, of meaning only if there is one
 * @param segment the explicit memory operand's segment register, or that of a string's source
 * @param ripAddress what a displacement leads to that counts from the next instruction, or 0: it stands before the last
 *     {@code tail} bytes, and depends on where the instruction is
 * @param tail bytes behind the displacement
 * @param address where the memory of host and guest begins
 * @param pinned values of registers that the memory operand's address consists of, null for others
 */
record Form(
        long seed,
        Row row,
        World world,
        Instruction instruction,
        byte[] guestBytes,
        byte[] hostBytes,
        int offset,
        int segment,
        int ripAddress,
        int tail,
        int address,
        Long[] pinned) {

    /** Code size and segments of the guest. */
    enum World {
        /** 32-bit code, segments that begin at 0. */
        FLAT(4, 4),
        /** 32-bit code and stack, segments that begin elsewhere. */
        BASED(4, 4),
        /** 16-bit code and stack, segments of 64 KiB that begin elsewhere. */
        BITS_16(2, 2),
        /** 64-bit code, which the host runs as it is; FS and GS begin elsewhere for it. */
        BITS_64(8, 8);

        /** Where ES, CS, SS, DS, FS and GS begin; the host pushes linear addresses, whose low half SS must not change. */
        private static final int[] SEGMENTS = {0x1000, 0, 0, 0x2000, 0x3000, 0x1800};

        final int codeSize;
        final int stackSize;

        World(int codeSize, int stackSize) {
            this.codeSize = codeSize;
            this.stackSize = stackSize;
        }

        /** The linear address where a segment begins, for memory at {@code address}. */
        int base(int address, int segmentRegister) {
            boolean flat = this == FLAT || this == BITS_64 && segmentRegister < Segment.FS;
            return flat ? 0 : address + SEGMENTS[segmentRegister];
        }
    }

    /** How many general registers there are. */
    int registers() {
        return world == World.BITS_64 ? 16 : 8;
    }

    /** All ones as wide as the general registers. */
    long registerMask() {
        return world == World.BITS_64 ? -1 : 0xffff_ffffL;
    }

    /** The guest's bytes for an instruction at a linear address. */
    byte[] guestBytesAt(long at) {
        return displaced(guestBytes, at);
    }

    /** The host's bytes for an instruction at a linear address. */
    byte[] hostBytesAt(long at) {
        return displaced(hostBytes, at);
    }

    private byte[] displaced(byte[] code, long at) {
        if (ripAddress == 0) {
            return code;
        }
        byte[] result = code.clone();
        int distance = (int) (ripAddress - (at + code.length));
        for (int n = 0; n < 4; n++) {
            result[code.length - tail - 4 + n] = (byte) (distance >> 8 * n);
        }
        return result;
    }

    Mnemonic mnemonic() {
        return instruction.mnemonic;
    }

    /** Whether memory takes part, or the mark of a branch. */
    boolean usesMemory() {
        return instruction.isMemory || isBranch() || implicitAddresses() != 0;
    }

    boolean isBranch() {
        return instruction.mnemonic.shape().isBranch();
    }

    boolean usesStack() {
        return switch (mnemonic()) {
            case PUSH, POP, PUSHF, POPF, PUSHA, POPA, ENTER, LEAVE -> true;
            default -> false;
        };
    }

    boolean isRepeated() {
        return instruction.mnemonic.shape() == Shape.STRING && (instruction.rep || instruction.repne);
    }

    /** Whether (E)CX counts. */
    boolean usesCount() {
        return isRepeated() || instruction.mnemonic.shape() == Shape.LOOP;
    }

    /** The registers, a bit each, that hold addresses without any ModRM byte saying so. */
    int implicitAddresses() {
        return switch (mnemonic()) {
            case MOVS, CMPS -> 1 << 6 | 1 << 7;
            case LODS -> 1 << 6;
            case STOS, SCAS -> 1 << 7;
            case XLAT -> 1 << 3;
            case ENTER, LEAVE -> 1 << 4 | 1 << 5;
            default -> usesStack() ? 1 << 4 : 0;
        };
    }

    /** The linear address where a segment of the guest begins. */
    int base(int segmentRegister) {
        return world.base(address, segmentRegister);
    }

    /** Where the explicit memory operand's segment begins. */
    int operandBase() {
        return base(segment);
    }

    /** Where the segment begins that an implicit address register points into. */
    int registerBase(int register) {
        return usesStack() ? base(Segment.SS) : register == CpuState.RDI ? base(Segment.ES) : operandBase();
    }

    /** How many bytes of the implicit address registers count. */
    int implicitWidth() {
        return usesStack() ? world.stackSize : instruction.addressSize;
    }

    /** Whether the source is a register that the memory operand's address consists of as well. */
    static boolean sourceIsAddress(Instruction i) {
        int source = i.sourceRegister;
        return i.source == Operand.REGISTER && i.isMemory && (source == i.base || source == i.index);
    }

    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return "%s, %s %s (host %s), seed %d"
                .formatted(row, world, hex.formatHex(guestBytes), hex.formatHex(hostBytes), seed);
    }
}
