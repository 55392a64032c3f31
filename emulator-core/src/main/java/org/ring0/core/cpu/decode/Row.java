package org.ring0.core.cpu.decode;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.model.FeatureSet;

/**
 * One row of the SDM's opcode maps. What restricts an encoding (LOCK, privilege, mode) is an attribute here, so that most
 * #UD and #GP are data.
 */
public final class Row {
    /** A constraint that is not there. */
    static final int ANY = -1;

    private final int opcode;
    private final Mnemonic mnemonic;
    private final List<OperandCode> operands;
    // Facts of the operands, kept because every decoding asks for them.
    private final boolean operandNeedsModRm;
    private final boolean ignoresMod;
    private final boolean memoryOperandOnly;
    private final boolean namesVexRegister;
    private int number;
    private int digit = ANY;
    private int modRm = ANY;
    private Prefix mandatory = Prefix.ANY;
    private Form form = Form.ANY;
    private boolean vex;
    private int vexL = ANY;
    private int rexW = ANY;
    private boolean lockable;
    private boolean cpl0;
    private boolean protectedMode;
    private boolean invalidIn64;
    private boolean only64;
    private boolean default64;
    private boolean forced64;
    private boolean rexB;
    private FeatureSet features = FeatureSet.NONE;
    private final boolean xmm;

    /** The mandatory prefix that selects a row (SDM Vol. 2A, 2.1.2). */
    enum Prefix {
        ANY,
        NONE,
        P66,
        PF3,
        PF2,
        /** None or 66: the SDM's NFx. */
        NFX
    }

    /** Which forms of ModRM belong to the row. */
    enum Form {
        ANY,
        MEMORY,
        REGISTER
    }

    Row(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        this.opcode = opcode;
        this.mnemonic = mnemonic;
        this.operands = List.of(operands);
        operandNeedsModRm = this.operands.stream().anyMatch(o -> o.kind.needsModRm());
        ignoresMod = this.operands.stream().anyMatch(o -> o.kind == OperandCode.Kind.REGISTER_RM);
        xmm = this.operands.stream().anyMatch(OperandCode::isXmm);
        namesVexRegister = this.operands.stream().anyMatch(o -> o.kind == OperandCode.Kind.VEX_REGISTER);
        memoryOperandOnly = this.operands.stream().anyMatch(o -> o.kind == OperandCode.Kind.MODRM_MEMORY);
    }

    void number(int value) {
        number = value;
    }

    /** Its place among all rows. */
    int number() {
        return number;
    }

    /** The row is that of a group: ModRM.reg is {@code value}. */
    Row digit(int value) {
        digit = value;
        return this;
    }

    /** The row is one ModRM byte (register forms of the x87 escapes). */
    Row modRm(int value) {
        modRm = value;
        return this;
    }

    Row prefix(Prefix value) {
        mandatory = value;
        return this;
    }

    /** Memory forms only. */
    Row memory() {
        form = Form.MEMORY;
        return this;
    }

    /** Register forms only. */
    Row register() {
        form = Form.REGISTER;
        return this;
    }

    /** The encoding is by a VEX prefix, which gives the map and the mandatory prefix (SDM Vol. 2A, 2.3). */
    Row vex() {
        vex = true;
        return this;
    }

    /** VEX.L has a value: 0 for 128 bits and for general registers, 1 for 256 bits. */
    Row vexL(int value) {
        vexL = value;
        return this;
    }

    /** REX.W or VEX.W has a value. */
    Row rexW(int value) {
        rexW = value;
        return this;
    }

    /** LOCK is allowed when the destination is memory; everywhere else it is #UD. */
    Row lock() {
        lockable = true;
        return this;
    }

    /** #GP(0) unless CPL is 0. */
    Row cpl0() {
        cpl0 = true;
        return this;
    }

    /** #UD in real and virtual-8086 mode. */
    Row protectedMode() {
        protectedMode = true;
        return this;
    }

    /** #UD in 64-bit mode. */
    Row invalidIn64() {
        invalidIn64 = true;
        return this;
    }

    /** #UD outside 64-bit mode, where the opcode may have another row. */
    Row only64() {
        only64 = true;
        return this;
    }

    /** The row is for opcodes with REX.B; the opcode's next one for those without. */
    Row rexB() {
        rexB = true;
        return this;
    }

    /** Undefined on CPUs that lack one of some features. */
    Row needs(Feature... needed) {
        features = FeatureSet.of(needed);
        return this;
    }

    /** The operand size is 64 bits in 64-bit mode without a REX prefix (16 with 66). */
    Row default64() {
        default64 = true;
        return this;
    }

    /** The operand size is 64 bits in 64-bit mode, whatever the prefixes. */
    Row forced64() {
        default64 = true;
        forced64 = true;
        return this;
    }

    public int opcode() {
        return opcode;
    }

    public Mnemonic mnemonic() {
        return mnemonic;
    }

    public List<OperandCode> operands() {
        return operands;
    }

    public int digit() {
        return digit;
    }

    /** The ModRM byte that the row is, or -1 if it is no single one. */
    public int modRm() {
        return modRm;
    }

    public boolean isLockable() {
        return lockable;
    }

    public boolean needsCpl0() {
        return cpl0;
    }

    public boolean needsProtectedMode() {
        return protectedMode;
    }

    public boolean isInvalidIn64() {
        return invalidIn64;
    }

    /** What a CPU must have to know it. */
    public FeatureSet features() {
        return features;
    }

    /** Whether an operand is an XMM register. */
    public boolean isXmm() {
        return xmm;
    }

    /** The byte of its mandatory prefix, 0 if it has none. */
    public int mandatoryPrefix() {
        return switch (mandatory) {
            case P66 -> 0x66;
            case PF3 -> 0xf3;
            case PF2 -> 0xf2;
            default -> 0;
        };
    }

    /** Whether the operand size is 64 bits in 64-bit mode without any prefix. */
    public boolean isDefault64() {
        return default64;
    }

    boolean isForced64() {
        return forced64;
    }

    public boolean isVex() {
        return vex;
    }

    /** The value that REX.W or VEX.W must have, or -1. */
    public int rexW() {
        return rexW;
    }

    /** Whether the encoding has a ModRM byte. */
    public boolean hasModRm() {
        return digit != ANY || modRm != ANY || form != Form.ANY || operandNeedsModRm;
    }

    /** Whether the row has only memory forms, only register forms, or both. */
    public boolean allows(boolean memoryForm) {
        boolean onlyMemory = form == Form.MEMORY || memoryOperandOnly;
        return memoryForm ? form != Form.REGISTER && (modRm == ANY || modRm < 0xc0) : !onlyMemory;
    }

    /** Whether the row exists in a mode, and for an opcode with or without REX.B. */
    public boolean exists(boolean is64, boolean withRexB) {
        return (is64 ? !invalidIn64 : !only64) && (!rexB || withRexB);
    }

    /** Whether this row is the one for a ModRM byte (0 if there is none) and the prefixes before it. */
    boolean matches(int byteValue, Prefixes prefixes) {
        return (digit == ANY || (byteValue >> 3 & 7) == digit)
                && (modRm == ANY || byteValue == modRm)
                && matches(prefixes)
                && (!hasModRm() || ignoresMod || allows(byteValue < 0xc0));
    }

    private boolean matches(Prefixes prefixes) {
        Prefix prefix = prefixes.selecting();
        boolean fits = mandatory == Prefix.ANY
                || mandatory == prefix
                || mandatory == Prefix.NFX && (prefix == Prefix.NONE || prefix == Prefix.P66);
        return fits && (rexW == ANY || prefixes.rexW() == (rexW == 1)) && (!vex || matchesVex(prefixes));
    }

    /** Where no operand is the register of VEX, that must be none. */
    private boolean matchesVex(Prefixes prefixes) {
        return (vexL == ANY || prefixes.vexL() == (vexL == 1)) && (namesVexRegister || prefixes.vexRegister() == 0);
    }

    /** Whether ModRM.rm is a register whatever ModRM.mod says (MOV to and from control and debug registers). */
    boolean ignoresMod() {
        return ignoresMod;
    }

    @Override
    public String toString() {
        return "%X%s %s %s".formatted(opcode, digit == ANY ? "" : "/" + digit, mnemonic, operands);
    }
}
