package org.ring0.core.oracle;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.ring0.core.cpu.decode.CodeBytes;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.OpcodeMaps;
import org.ring0.core.cpu.decode.OperandCode;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.Segment;

/** Makes random forms of a row: prefixes, ModRM, SIB, displacement and immediates. */
final class FormGenerator {
    private static final int MAX_ATTEMPTS = 10_000;
    /** ES to GS, in the order of their encodings; none for CS, which cannot be written to. */
    private static final int[] OVERRIDES = {0x26, 0, 0x36, 0x3e, 0x64, 0x65};

    private static final int REX = 0x40;
    private static final int REX_W = 8;
    private static final int REX_R = 4;

    private final HostCpu.Mode mode;
    private final int address;
    private final Form.World[] worlds;
    private SplittableRandom random;
    private Row row;
    private Form.World world;
    private boolean is64;
    private int rex;
    private boolean operandPrefix;
    private boolean addressPrefix;
    private int lock;
    private int rep;
    private MemoryOperand memory;
    private int modRm;
    private int offset;
    private int override;
    private int segment;

    /**
     * @param address where the memory of host and guest begins
     * @param worlds the guests to choose from
     */
    FormGenerator(HostCpu.Mode mode, int address, Form.World... worlds) {
        this.mode = mode;
        this.address = address;
        this.worlds = worlds;
    }

    /** The form that a seed stands for. */
    Form generate(Row newRow, long seed) {
        row = newRow;
        random = new SplittableRandom(seed);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Form form = attempt(seed);
            if (form != null) {
                return form;
            }
        }
        throw new IllegalStateException("no form of " + row);
    }

    private Form attempt(long seed) {
        choosePrefixes();
        chooseModRm();
        lock = row.isLockable() && memory != null && random.nextInt(4) == 0 ? 0xf0 : 0;
        if (override == 0) {
            segment = memory == null ? Segment.DS : memory.defaultSegment();
        }
        int linear = address + HostBatch.WINDOW + 64 + random.nextInt(128);
        offset = (row.isLockable() ? linear & ~15 : linear) - world.base(address, segment);
        if (memory != null && !memory.choose(offset)) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        head(bytes);
        int headLength = bytes.size();
        Instruction instruction = new Decoder().decode(new Tail(bytes), mode(world.codeSize));
        byte[] guest = bytes.toByteArray();
        byte[] tail = Arrays.copyOfRange(guest, headLength, guest.length);
        byte[] host = is64 ? hostBytes64(guest, instruction, tail) : hostBytes(instruction, tail);
        boolean relative = memory != null && memory.isRipRelative();
        // The host's form has an absolute address where the guest's has a segment.
        int ripAddress = relative && world.base(address, segment) == 0 ? offset : 0;
        Long[] pinned = memory == null ? new Long[16] : memory.pinned;
        Form form = new Form(
                seed, row, world, instruction, guest, host, offset, segment, ripAddress, tail.length, address, pinned);
        boolean possible = OpcodeMaps.of(instruction) == row && isPossible(form);
        return possible && (!relative || ripAddress != 0) ? form : null;
    }

    private static CpuMode mode(int codeSize) {
        int protectedMode = 1 << 3;
        return new CpuMode(protectedMode | Integer.numberOfTrailingZeros(codeSize));
    }

    private void choosePrefixes() {
        world = worlds[random.nextInt(worlds.length)];
        is64 = world == Form.World.BITS_64;
        rex = is64 && random.nextInt(4) != 0 ? REX | random.nextInt(16) : 0;
        if (row.mnemonic() == Mnemonic.CMPXCHG8B) {
            // With REX.W it is CMPXCHG16B.
            rex &= ~REX_W;
        }
        operandPrefix = random.nextInt(3) == 0;
        addressPrefix = world != Form.World.FLAT && random.nextInt(3) == 0;
        boolean string = row.mnemonic().shape() == Shape.STRING;
        rep = string ? new int[] {0, 0xf2, 0xf3}[random.nextInt(3)] : 0;
        if (row.mandatoryPrefix() == 0x66) {
            operandPrefix = true;
        } else if (row.mandatoryPrefix() != 0) {
            rep = row.mandatoryPrefix();
        }
        segment = random.nextInt(OVERRIDES.length);
        override = random.nextInt(4) == 0 ? OVERRIDES[segment] : 0;
    }

    private void chooseModRm() {
        memory = null;
        if (!row.hasModRm()) {
            return;
        }
        int reg = row.digit() >= 0 ? row.digit() : random.nextInt(8);
        boolean register = row.allows(false) && !isHintWithoutRegisterForm() && random.nextBoolean();
        modRm = 0xc0 | reg << 3 | random.nextInt(8);
        if (!register && row.allows(true)) {
            int addressSize = addressPrefix ? world.codeSize == 4 ? 2 : 4 : world.codeSize;
            memory = new MemoryOperand(random, reg, addressSize, is64, rex);
        }
    }

    /** NOPs whose register forms some CPUs give another meaning to. */
    private boolean isHintWithoutRegisterForm() {
        return row.mnemonic() == Mnemonic.NOP && row.opcode() != 0x0f1f;
    }

    private boolean hasMemoryOffset() {
        return row.operands().contains(OperandCode.Ob) || row.operands().contains(OperandCode.Ov);
    }

    private void head(ByteArrayOutputStream bytes) {
        boolean legacy = operandPrefix || addressPrefix || override != 0 || lock != 0 || rep != 0;
        if (is64 && legacy && random.nextInt(8) == 0) {
            // Counts only right before the opcode.
            bytes.write(REX | random.nextInt(16));
        }
        if (operandPrefix) {
            bytes.write(0x66);
        }
        if (addressPrefix) {
            bytes.write(0x67);
        }
        for (int prefix : new int[] {override, lock, rep}) {
            if (prefix != 0) {
                bytes.write(prefix);
            }
        }
        if (rex != 0) {
            bytes.write(rex);
        }
        opcode(bytes);
        if (memory != null) {
            bytes.writeBytes(memory.guestBytes());
        } else if (row.hasModRm()) {
            bytes.write(modRm);
        }
    }

    private void opcode(ByteArrayOutputStream bytes) {
        for (int shift = 16; shift > 0; shift -= 8) {
            if (row.opcode() >> shift != 0) {
                bytes.write(row.opcode() >> shift);
            }
        }
        bytes.write(row.opcode());
    }

    /** Hands the decoder what has been chosen, then what it still asks for: immediates. */
    private final class Tail implements CodeBytes {
        private final ByteArrayOutputStream bytes;
        private final byte[] head;
        private int read;

        Tail(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
            head = bytes.toByteArray();
        }

        @Override
        public int next() {
            if (read < head.length) {
                return head[read++] & 0xff;
            }
            int value = choose(read++ - head.length);
            bytes.write(value);
            return value & 0xff;
        }

        private int choose(int position) {
            if (hasMemoryOffset()) {
                return (int) ((long) offset >> 8 * position);
            }
            return switch (row.mnemonic()) {
                // 0 to 15 bytes and 0 to 3 levels
                case ENTER -> position == 1 ? 0 : random.nextInt(position == 0 ? 16 : 4);
                case AAM -> 1 + random.nextInt(255);
                default ->
                    random.nextInt(3) == 0
                            ? new int[] {0, 1, 0x7f, 0x80, 0xff}[random.nextInt(5)]
                            : random.nextInt(256);
            };
        }
    }

    /** The same, unless FS or GS say where the operand is: they belong to the host's threads. */
    private byte[] hostBytes64(byte[] guest, Instruction i, byte[] tail) {
        Emitter code = new Emitter(address);
        if (i.mnemonic.shape().isBranch()) {
            if (i.mnemonic.shape() == Shape.LOOP && i.addressSize == 4) {
                code.bytes(0x67);
            }
            return branch(code, true, i).toByteArray();
        }
        if (override == 0 || segment < Segment.FS) {
            return guest;
        }
        boolean string = i.mnemonic.shape() == Shape.STRING || i.mnemonic == Mnemonic.XLAT;
        boolean narrow = addressPrefix && (string || hasMemoryOffset());
        for (int prefix : new int[] {lock, rep, operandPrefix ? 0x66 : 0, narrow ? 0x67 : 0}) {
            if (prefix != 0) {
                code.bytes(prefix);
            }
        }
        if (rex != 0) {
            // Neither base nor index
            code.bytes(memory == null ? rex : rex & (REX | REX_W | REX_R));
        }
        ByteArrayOutputStream opcode = new ByteArrayOutputStream();
        opcode(opcode);
        code.bytes(opcode.toByteArray());
        if (hasMemoryOffset()) {
            code.int32(hostOffset(i));
            return (narrow ? code : code.int32(0)).toByteArray();
        } else if (memory != null) {
            code.bytes(memory.hostBytes(true, false, hostOffset(i)));
        } else if (row.hasModRm()) {
            code.bytes(modRm);
        }
        return code.bytes(tail).toByteArray();
    }

    private byte[] hostBytes(Instruction i, byte[] tail) {
        Emitter code = new Emitter(address);
        boolean is64 = mode == HostCpu.Mode.BITS_64;
        if (i.mnemonic.shape().isBranch()) {
            if (i.mnemonic.shape() == Shape.LOOP && is64) {
                code.bytes(0x67);
            }
            return branch(code, is64, i).toByteArray();
        }
        boolean is16 = world.codeSize == 4 == operandPrefix;
        for (int prefix : new int[] {lock, rep, is16 ? 0x66 : 0, is64 && usesAddress(i) ? 0x67 : 0}) {
            if (prefix != 0) {
                code.bytes(prefix);
            }
        }
        int opcode = row.opcode();
        if (is64 && (opcode & ~0xf) == 0x40) {
            // INC and DEC of a register, which are REX prefixes there
            return code.bytes(0xff, 0xc0 | opcode & 0xf).toByteArray();
        }
        if (is64 && opcode == 0x82) {
            code.bytes(0x80);
        } else {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            opcode(bytes);
            code.bytes(bytes.toByteArray());
        }
        if (hasMemoryOffset()) {
            return code.int32(hostOffset(i)).toByteArray();
        } else if (memory != null) {
            code.bytes(memory.hostBytes(is64, world == Form.World.FLAT, hostOffset(i)));
        } else if (row.hasModRm()) {
            code.bytes(modRm);
        }
        return code.bytes(tail).toByteArray();
    }

    private int hostOffset(Instruction i) {
        return i.mnemonic == Mnemonic.LEA ? offset : world.base(address, segment) + offset;
    }

    private static boolean usesAddress(Instruction i) {
        return i.isMemory || i.mnemonic.shape() == Shape.STRING || i.mnemonic == Mnemonic.XLAT;
    }

    /** A short branch over an instruction that leaves a mark. */
    private static Emitter branch(Emitter code, boolean is64, Instruction i) {
        boolean loop = i.mnemonic.shape() == Shape.LOOP;
        code.bytes(loop ? i.opcode : 0x70 | i.condition());
        code.bytes(is64 ? 8 : 7).bytes(0xc6); // mov byte [mark]
        return (is64 ? code.absolute64(0, CaseStates.MARK) : code.absolute32(0, CaseStates.MARK)).bytes(1);
    }

    private boolean isPossible(Form form) {
        Instruction i = form.instruction();
        if (mode == HostCpu.Mode.BITS_64 && !is64 && form.usesStack() && world.codeSize == 4 != operandPrefix) {
            // 64-bit code pushes 64 or 16 bits.
            return false;
        }
        for (int r = 0; r < form.registers(); r++) {
            boolean wanted = (form.implicitAddresses() >> r & 1) != 0 || isDivided(i, r);
            if (wanted && form.pinned()[r] != null) {
                return false;
            }
        }
        boolean bits = row.operands().size() > 1
                && row.mnemonic().compareTo(Mnemonic.BT) >= 0
                && row.mnemonic().compareTo(Mnemonic.BTC) <= 0;
        return !(bits && Form.sourceIsAddress(i)) && !CaseStates.alwaysFaults(i);
    }

    private static boolean isDivided(Instruction i, int register) {
        boolean division = i.mnemonic == Mnemonic.DIV || i.mnemonic == Mnemonic.IDIV;
        return division && (register == 0 || register == 2);
    }
}
