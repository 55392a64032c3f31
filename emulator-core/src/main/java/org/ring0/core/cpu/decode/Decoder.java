package org.ring0.core.cpu.decode;

import java.util.List;
import java.util.function.Supplier;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.model.FeatureSet;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.Segment;

/**
 * Turns bytes into an {@link Instruction} by the rows of the opcode maps (SDM Vol. 2A, chapter 2). Encodings that are
 * undefined in the given mode come out as UD2, whose body raises #UD. One decoder serves one thread.
 */
public final class Decoder {
    /** SDM Vol. 2A, 2.3.11: longer is #GP(0). */
    public static final int MAX_LENGTH = 15;

    private static final int NONE = -1;
    private static final int VEX2 = 0xc5;
    private static final int VEX3 = 0xc4;
    private static final int TWO_BYTE_MAP = 0x0f00;
    /** The map that VEX.mmmmm names. */
    private static final int[] VEX_MAPS = {NONE, TWO_BYTE_MAP, 0x0f_3800, 0x0f_3a00};

    private final Supplier<FeatureSet> features;
    private CodeBytes bytes;
    private CpuMode mode;
    private Prefixes prefixes;
    private Instruction result;
    private int operandSize;
    /** A byte that was fetched to see what the one before it means, or {@code NONE}. */
    private int lookedAt;

    /** Knows every row. */
    public Decoder() {
        this(() -> FeatureSet.ALL);
    }

    /** @param features tells what a CPU has: rows that need others are undefined */
    public Decoder(Supplier<FeatureSet> features) {
        this.features = features;
    }

    /**
     * Decodes one instruction.
     *
     * @throws CpuException #GP(0) when it is longer than 15 bytes, and whatever fetching raises
     */
    public Instruction decode(CodeBytes code, CpuMode codeMode) {
        bytes = code;
        mode = codeMode;
        prefixes = new Prefixes();
        result = new Instruction();
        lookedAt = NONE;
        int opcode = opcode();
        result.opcode = opcode;
        result.lock = prefixes.lock;
        result.rep = prefixes.last == Row.Prefix.PF3;
        result.repne = prefixes.last == Row.Prefix.PF2;
        result.addressSize = addressSize();
        result.segment = Segment.DS;
        applyOverride();
        Row row = find(opcode);
        if (row == null) {
            return undefined();
        }
        result.row = row.number();
        result.mnemonic = row.mnemonic();
        result.cpl0 = row.needsCpl0();
        result.xmm = row.isXmm();
        if (row.mandatoryPrefix() != 0) {
            result.rep = false;
            result.repne = false;
        }
        operandSize = effectiveOperandSize(row);
        operands(row);
        boolean lockFits = !result.lock || row.isLockable() && result.destination == Operand.MEMORY;
        boolean modeFits = !row.needsProtectedMode() || mode.isProtected();
        return lockFits && modeFits && namesRegisters(row) ? result : undefined();
    }

    /** CR8 is the only control or debug register that REX.R adds. */
    private boolean namesRegisters(Row row) {
        return result.reg < 8
                || !row.operands().contains(OperandCode.Dd)
                        && (result.reg == 8 || !row.operands().contains(OperandCode.Cd));
    }

    private Instruction undefined() {
        result.row = Instruction.UNDEFINED;
        result.mnemonic = Mnemonic.UD2;
        result.cpl0 = false;
        result.operandSize = mode.codeSize();
        return result;
    }

    private int next8() {
        if (lookedAt != NONE) {
            int value = lookedAt;
            lookedAt = NONE;
            return value;
        }
        if (++result.length > MAX_LENGTH) {
            throw CpuException.gp(0);
        }
        return bytes.next();
    }

    private long next(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) next8() << 8 * i;
        }
        return value;
    }

    private long nextSigned(int size) {
        int unused = 64 - 8 * size;
        return next(size) << unused >> unused;
    }

    private int opcode() {
        int value = next8();
        while (prefixes.take(value, mode.is64Bit())) {
            value = next8();
        }
        if ((value == VEX2 || value == VEX3) && mode.isProtected()) {
            return vexOpcode(value);
        } else if (value != 0x0f) {
            return value;
        }
        int second = next8();
        return switch (second) {
            case 0x38 -> 0x0f3800 | next8();
            case 0x3a -> 0x0f3a00 | next8();
            default -> TWO_BYTE_MAP | second;
        };
    }

    /** What C4 and C5 begin: outside 64-bit mode they are LES and LDS of a memory operand. */
    private int vexOpcode(int first) {
        int second = next8();
        boolean is64 = mode.is64Bit();
        if (!is64 && second < 0xc0) {
            lookedAt = second;
            return first;
        }
        int map = TWO_BYTE_MAP;
        boolean valid;
        if (first == VEX2) {
            // Of R, X and B this form has the first only, and no W.
            valid = prefixes.takeVex(second | 0x60, second & 0x7f, is64);
        } else {
            map = (second & 0x1f) < VEX_MAPS.length ? VEX_MAPS[second & 0x1f] : NONE;
            valid = prefixes.takeVex(second, next8(), is64);
        }
        int opcode = next8();
        return valid && map != NONE ? map | opcode : NONE;
    }

    private int addressSize() {
        int size = mode.codeSize();
        return prefixes.addressSize ? size == 4 ? 2 : 4 : size;
    }

    private int effectiveOperandSize(Row row) {
        boolean toggled = prefixes.operandSize;
        if (mode.is64Bit()) {
            boolean wide = prefixes.rexW() || row.isForced64() || row.isDefault64() && !toggled;
            return wide ? 8 : toggled ? 2 : 4;
        }
        return mode.codeSize() == 4 ^ toggled ? 4 : 2;
    }

    /** The row of an opcode, or null; fetches the ModRM byte when any of the opcode's rows has one. */
    private Row find(int opcode) {
        var rows = prefixes.hasVex() ? OpcodeMaps.ofVex(opcode) : OpcodeMaps.of(opcode);
        if (rows.isEmpty()) {
            return null;
        }
        if (rows.get(0).hasModRm()) {
            result.modRm = next8();
        }
        FeatureSet present = features.get();
        for (Row row : rows) {
            boolean known = present.hasAll(row.features()) && row.exists(mode.is64Bit(), prefixes.rexB());
            if (known && row.matches(result.modRm, prefixes)) {
                if (row.hasModRm()) {
                    modRm(row);
                }
                return row;
            }
        }
        return null;
    }

    private void modRm(Row row) {
        result.reg = result.modRm >> 3 & 7 | (prefixes.rexR() ? 8 : 0);
        result.rm = result.modRm & 7 | (prefixes.rexB() ? 8 : 0);
        result.segment = Segment.DS;
        boolean register = result.modRm >= 0xc0 || row.ignoresMod();
        if (!register) {
            result.isMemory = true;
            if (result.addressSize == 2) {
                address16();
            } else {
                address32();
            }
        }
        applyOverride();
    }

    private void applyOverride() {
        if (prefixes.segment >= 0) {
            result.segment = prefixes.segment;
        }
    }

    private static final int[] BASE_16 = {3, 3, 5, 5, 6, 7, 5, 3};
    private static final int[] INDEX_16 = {
        6, 7, 6, 7, Instruction.NONE, Instruction.NONE, Instruction.NONE, Instruction.NONE
    };

    private void address16() {
        int mod = result.modRm >> 6;
        int rm = result.modRm & 7;
        if (mod == 0 && rm == 6) {
            result.displacement = nextSigned(2);
            return;
        }
        result.base = BASE_16[rm];
        result.index = INDEX_16[rm];
        result.segment = result.base == 5 ? Segment.SS : Segment.DS;
        result.displacement = mod == 0 ? 0 : nextSigned(mod);
    }

    private void address32() {
        int mod = result.modRm >> 6;
        int rm = result.modRm & 7;
        boolean noBase = mod == 0 && rm == 5;
        if (rm == 4) {
            int sib = next8();
            int index = sib >> 3 & 7 | (prefixes.rexX() ? 8 : 0);
            result.index = index == 4 ? Instruction.NONE : index;
            result.scale = sib >> 6;
            rm = sib & 7;
            noBase = mod == 0 && rm == 5;
        } else if (noBase) {
            result.ripRelative = mode.is64Bit();
        }
        if (!noBase) {
            result.base = rm | (prefixes.rexB() ? 8 : 0);
            if (result.base == 4 || result.base == 5) {
                result.segment = Segment.SS;
            }
        }
        result.displacement = noBase || mod == 2 ? nextSigned(4) : mod == 1 ? nextSigned(1) : 0;
    }

    private void operands(Row row) {
        var codes = row.operands();
        result.operandSize = sizeGivenBy(codes);
        if (!codes.isEmpty()) {
            OperandCode code = codes.get(0);
            result.destination = kind(code);
            result.destinationRegister = register(code);
        }
        result.sourceSize = result.operandSize;
        if (codes.size() > 1) {
            OperandCode code = codes.get(1);
            result.source = kind(code);
            result.sourceRegister = register(code);
            result.sourceSize = width(code);
        }
        if (codes.size() > 2) {
            OperandCode code = codes.get(2);
            result.third = kind(code);
            result.thirdRegister = register(code);
        }
    }

    private int sizeGivenBy(List<OperandCode> codes) {
        for (OperandCode code : codes) {
            if (givesSize(code)) {
                return width(code);
            }
        }
        return operandSize;
    }

    private static boolean givesSize(OperandCode code) {
        return switch (code.kind) {
            case IMMEDIATE, SECOND_BYTE, SPECIAL_FIXED, SPECIAL_REG, SPECIAL_RM -> false;
            default -> code != OperandCode.DX;
        };
    }

    private int width(OperandCode code) {
        if (code == OperandCode.Mw_Rv) {
            return result.isMemory ? 2 : operandSize;
        }
        if (code.width == OperandCode.Width.NATIVE) {
            return mode.is64Bit() ? 8 : 4;
        }
        return code.width.bytes(operandSize);
    }

    /** The operand's kind; fetches what of it follows in the instruction. */
    private Operand kind(OperandCode code) {
        switch (code.kind) {
            case MODRM_RM, MODRM_MEMORY -> {
                return result.isMemory ? Operand.MEMORY : Operand.REGISTER;
            }
            case MODRM_REG, REGISTER_RM, OPCODE_REG, VEX_REGISTER, FIXED -> {
                return Operand.REGISTER;
            }
            case OFFSET -> {
                result.isMemory = true;
                result.segment = Segment.DS;
                result.displacement = next(result.addressSize);
                applyOverride();
                return Operand.MEMORY;
            }
            case STRING_SOURCE, STRING_DESTINATION -> {
                result.segment = Segment.DS;
                applyOverride();
                return Operand.NONE;
            }
            case SPECIAL_RM -> {
                return result.isMemory ? Operand.MEMORY : Operand.SPECIAL;
            }
            case SPECIAL_FIXED, SPECIAL_REG -> {
                return Operand.SPECIAL;
            }
            default -> {
                immediate(code);
                return Operand.IMMEDIATE;
            }
        }
    }

    private void immediate(OperandCode code) {
        int size = code.width.bytes(operandSize);
        switch (code.kind) {
            case ONE -> result.immediate = 1;
            case IMMEDIATE ->
                result.immediate =
                        size == 4 ? nextSigned(4) & -1L >>> 64 - 8 * Math.max(4, result.operandSize) : next(size);
            case IMMEDIATE_SIGNED_BYTE -> result.immediate = nextSigned(1) & result.operandMask();
            case SECOND_BYTE -> result.immediate2 = next8();
            case RELATIVE_BYTE -> result.immediate = nextSigned(1);
            case RELATIVE -> result.immediate = nextSigned(Math.min(operandSize, 4));
            case FAR_POINTER -> {
                result.immediate = next(operandSize);
                result.immediate2 = (int) next(2);
            }
            default -> throw new IllegalStateException("no immediate: " + code);
        }
    }

    private int register(OperandCode code) {
        int number = switch (code.kind) {
            case MODRM_REG, SPECIAL_REG -> result.reg;
            case MODRM_RM, REGISTER_RM, SPECIAL_RM -> result.rm;
            case OPCODE_REG -> result.opcode & 7 | (prefixes.rexB() ? 8 : 0);
            case VEX_REGISTER -> prefixes.vexRegister();
            case FIXED, SPECIAL_FIXED -> code.number;
            default -> Instruction.NONE;
        };
        if (code.isOneOfEight()) {
            return number & 7;
        }
        boolean special = code.kind == OperandCode.Kind.SPECIAL_REG
                || code.kind == OperandCode.Kind.SPECIAL_FIXED
                || code.kind == OperandCode.Kind.SPECIAL_RM;
        boolean high = code.width == OperandCode.Width.B && !special && number >= 4 && number < 8 && !prefixes.hasRex();
        return high ? Instruction.HIGH_BYTE + number - 4 : number;
    }
}
