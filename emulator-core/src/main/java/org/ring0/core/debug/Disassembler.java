package org.ring0.core.debug;

import java.util.Locale;
import java.util.StringJoiner;
import org.ring0.core.cpu.decode.CodeBytes;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.EndOfPage;
import org.ring0.core.cpu.decode.OpcodeMaps;
import org.ring0.core.cpu.decode.OperandCode;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.Segment;

/**
 * Instructions as text, in Intel syntax as NASM reads it, from the same rows that the decoder reads. Mnemonics that the SDM
 * distinguishes by operand size are written as there (PUSHFD, CDQ); where an operand size that the mode does not imply shows
 * in no operand, {@code o16}, {@code o32} or {@code o64} says so.
 */
public final class Disassembler {
    private static final String[] CONDITIONS = {
        "o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g"
    };

    private final Instruction i;
    private final Row row;
    private final CpuMode mode;
    private final long next;

    private Disassembler(Instruction instruction, CpuMode mode, long address) {
        i = instruction;
        row = OpcodeMaps.of(instruction);
        this.mode = mode;
        next = address + instruction.length;
    }

    /**
     * What a decoded instruction says; {@code (undefined)} where its bytes mean nothing in the mode.
     *
     * @param mode the mode that it was decoded in
     * @param address its offset in the code segment, from which relative branches count
     */
    public static String text(Instruction instruction, CpuMode mode, long address) {
        Disassembler one = new Disassembler(instruction, mode, address);
        return one.row == null ? "(undefined)" : one.text();
    }

    /**
     * One instruction of a piece of code.
     *
     * @param length how many bytes it takes
     */
    public record Line(String text, int length) {}

    /**
     * The instruction at an offset of a piece of code; its bytes as data where they mean nothing or are incomplete.
     *
     * @param address the instruction's offset in the code segment
     */
    public static Line line(byte[] code, int offset, CpuMode mode, long address) {
        Bytes bytes = new Bytes(code, offset);
        try {
            Instruction instruction = new Decoder().decode(bytes, mode);
            if (instruction.row != Instruction.UNDEFINED) {
                return new Line(text(instruction, mode, address), instruction.length);
            }
        } catch (EndOfPage | CpuException incomplete) {
            // Not an instruction: data.
        }
        StringJoiner data = new StringJoiner(",", "db ", "");
        for (int n = offset; n < bytes.next; n++) {
            data.add("0x%02x".formatted(code[n]));
        }
        return new Line(data.toString(), bytes.next - offset);
    }

    private static final class Bytes implements CodeBytes {
        private final byte[] code;
        private int next;

        Bytes(byte[] code, int offset) {
            this.code = code;
            next = offset;
        }

        @Override
        public int next() {
            if (next == code.length) {
                throw EndOfPage.INSTANCE;
            }
            return code[next++] & 0xff;
        }
    }

    private String text() {
        String operands = new OperandText(row, i, mode, next).all();
        return prefixes() + name() + (operands.isEmpty() ? "" : " " + operands);
    }

    private String prefixes() {
        StringBuilder text = new StringBuilder();
        boolean usesAddress = isString() || i.mnemonic == Mnemonic.XLAT;
        if ((usesAddress || i.mnemonic.shape() == Shape.LOOP && i.mnemonic != Mnemonic.JCXZ)
                && i.addressSize != mode.codeSize()) {
            text.append('a').append(8 * i.addressSize).append(' ');
        }
        if (hidesSize() && i.operandSize != impliedSize()) {
            text.append('o').append(8 * i.operandSize).append(' ');
        }
        if (i.lock) {
            text.append("lock ");
        }
        if (i.repne) {
            text.append("repne ");
        } else if (i.rep && !isPause()) {
            text.append(i.mnemonic == Mnemonic.CMPS || i.mnemonic == Mnemonic.SCAS ? "repe " : "rep ");
        }
        boolean reads = i.mnemonic == Mnemonic.XLAT || row.operands().stream().anyMatch(Disassembler::isStringSource);
        if (reads && i.segment != Segment.DS) {
            text.append(RegisterNames.segment(i.segment)).append(' ');
        }
        return text.toString();
    }

    private boolean isString() {
        return i.mnemonic.shape() == Shape.STRING;
    }

    private static boolean isStringSource(OperandCode code) {
        return code.kind == OperandCode.Kind.STRING_SOURCE;
    }

    private boolean isPause() {
        return i.opcode == 0x90 && i.rep;
    }

    private int impliedSize() {
        return row.isDefault64() ? mode.codeSize() : Math.min(mode.codeSize(), 4);
    }

    /** Whether the operand size matters and shows in no operand. */
    private boolean hidesSize() {
        return switch (i.mnemonic) {
            case RET, RETF, SYSRET, ENTER, LEAVE, PUSH_SREG, POP_SREG, LOOP_, LOOPE, LOOPNE, JCXZ, JCC -> true;
            case LGDT, LIDT, SGDT, SIDT, FLDENV, FNSTENV, FNSAVE, FRSTOR -> true;
            case CALL, JMP, CALLF, JMPF -> !row.hasModRm();
            default -> false;
        };
    }

    private String name() {
        return switch (i.mnemonic) {
            case JCC -> "j" + condition();
            case SETCC -> "set" + condition();
            case CMOVCC -> "cmov" + condition();
            case CALLF -> "call";
            case JMPF -> "jmp";
            case XLAT -> "xlatb";
            case NOP -> isPause() ? "pause" : "nop";
            case UD2 -> i.opcode == 0x0fb9 ? "ud1" : i.opcode == 0x0fff ? "ud0" : "ud2";
            case MOVS, CMPS, SCAS, LODS, STOS, INS, OUTS -> plain() + bySize("b", "w", "d", "q");
            case PUSHA, POPA, PUSHF, POPF, IRET -> plain() + bySize("", "", "d", "q");
            case FXSAVE, FXRSTOR -> plain() + bySize("", "", "", "64");
            case CBW -> bySize("", "cbw", "cwde", "cdqe");
            case CWD -> bySize("", "cwd", "cdq", "cqo");
            case MOVD -> i.operandSize == 8 ? "movq" : "movd";
            case PEXTRD -> i.operandSize == 8 ? "pextrq" : "pextrd";
            case PINSRD -> i.operandSize == 8 ? "pinsrq" : "pinsrd";
            case JCXZ -> i.addressSize == 2 ? "jcxz" : i.addressSize == 4 ? "jecxz" : "jrcxz";
            default -> plain();
        };
    }

    private String plain() {
        return i.mnemonic.display().toLowerCase(Locale.ROOT);
    }

    private String condition() {
        return CONDITIONS[i.condition()];
    }

    private String bySize(String one, String two, String four, String eight) {
        return i.operandSize == 1 ? one : i.operandSize == 2 ? two : i.operandSize == 4 ? four : eight;
    }
}
