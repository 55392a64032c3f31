package org.ring0.core.debug;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.decode.OperandCode;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.Segment;

/** The operands of one instruction as NASM writes them. */
final class OperandText {
    /** Bytes of an extended real or packed BCD number, which no row tells. */
    private static final int TWORD = 10;

    private final Row row;
    private final Instruction i;
    private final CpuMode mode;
    private final long next;

    /** @param next the offset of the instruction behind */
    OperandText(Row row, Instruction instruction, CpuMode mode, long next) {
        this.row = row;
        this.i = instruction;
        this.mode = mode;
        this.next = next;
    }

    /** All of them, with commas between. */
    String all() {
        List<OperandCode> codes = row.operands();
        List<String> texts = new ArrayList<>();
        for (int position = 0; position < codes.size(); position++) {
            String text = text(codes.get(position), position);
            if (text != null) {
                texts.add(text);
            }
        }
        return String.join(",", texts);
    }

    /** One operand, or null if it is not written. */
    private String text(OperandCode code, int position) {
        boolean implied = i.mnemonic == Mnemonic.CBW || isString();
        return implied
                ? null
                : switch (code.kind) {
                    case MODRM_RM, MODRM_MEMORY, SPECIAL_RM ->
                        i.isMemory ? memory(code, position) : register(code, position);
                    case OFFSET -> memory(code, position);
                    case IMMEDIATE -> immediate(code);
                    case IMMEDIATE_SIGNED_BYTE -> pushed() + hex(i.immediate);
                    case ONE -> "1";
                    case SECOND_BYTE -> hex(i.immediate2);
                    case FAR_POINTER -> hex(i.immediate2) + ":" + hex(i.immediate);
                    case RELATIVE_BYTE, RELATIVE -> hex(next + i.immediate & i.operandMask());
                    case STRING_SOURCE, STRING_DESTINATION -> null;
                    default -> register(code, position);
                };
    }

    private boolean isString() {
        return i.mnemonic.shape() == Shape.STRING;
    }

    private String immediate(OperandCode code) {
        boolean base10 = i.immediate == 10 && (i.mnemonic == Mnemonic.AAM || i.mnemonic == Mnemonic.AAD);
        return base10 ? null : (code == OperandCode.Iz ? pushed() : "") + hex(i.immediate);
    }

    /** How wide an immediate is on the stack cannot be seen from it. */
    private String pushed() {
        return i.mnemonic == Mnemonic.PUSH ? size(i.operandSize) : "";
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private static String size(int bytes) {
        return switch (bytes) {
            case 1 -> "byte ";
            case 2 -> "word ";
            case 4 -> "dword ";
            case TWORD -> "tword ";
            case 16 -> "oword ";
            default -> "qword ";
        };
    }

    private int width(OperandCode code, int position) {
        return switch (code.width) {
            case B -> 1;
            case W -> 2;
            case D -> 4;
            case Q -> 8;
            case DQ -> 16;
            case LOW_BYTE -> 1;
            default -> position == 1 ? i.sourceSize : i.operandSize;
        };
    }

    private String register(OperandCode code, int position) {
        int number = switch (position) {
            case 0 -> i.destinationRegister;
            case 1 -> i.sourceRegister;
            default -> i.thirdRegister;
        };
        return switch (code) {
            case ES, CS, SS, DS, FS, GS, Sw -> RegisterNames.segment(number);
            case Cd -> "cr" + number;
            case Dd -> "dr" + number;
            case ST0, STi -> "st" + number;
            case Pq, Ppi, Qq, Qd, Qpi, Nq -> "mm" + (number & 7);
            case Rd_Mw, Rd_Mb -> RegisterNames.general(number, 4);
            default -> code.isXmm() ? "xmm" + number : RegisterNames.general(number, width(code, position));
        };
    }

    private String memory(OperandCode code, int position) {
        return memorySize(code, position) + "[" + override() + address() + "]";
    }

    private String memorySize(OperandCode code, int position) {
        return switch (code) {
            case M, Ma, Ms, Mb -> "";
            case Mp -> farTransfer() ? size(i.operandSize) + "far " : "";
            case Mx -> isExtendedReal() ? size(TWORD) : "";
            default -> sizeShows(code, position) ? "" : size(width(code, position));
        };
    }

    private boolean farTransfer() {
        return i.mnemonic == Mnemonic.CALLF || i.mnemonic == Mnemonic.JMPF;
    }

    private boolean isExtendedReal() {
        return switch (i.mnemonic) {
            case FLD, FSTP, FBLD, FBSTP -> true;
            default -> false;
        };
    }

    /** Whether a register beside the memory operand says how wide it is; the count in CL does not. */
    private boolean sizeShows(OperandCode code, int position) {
        List<OperandCode> codes = row.operands();
        for (int other = 0; other < codes.size(); other++) {
            OperandCode beside = codes.get(other);
            if (beside.isXmm()) {
                // NASM knows how much an instruction of SSE takes; general registers do not tell.
                return code.width != OperandCode.Width.NONE && code.width != OperandCode.Width.Y;
            }
            boolean register = switch (beside.kind) {
                case MODRM_REG, SPECIAL_REG, FIXED, OPCODE_REG -> beside != OperandCode.CL;
                default -> false;
            };
            boolean tells = register && i.mnemonic != Mnemonic.CRC32;
            if (tells && width(beside, other) == width(code, position)) {
                return true;
            }
        }
        return false;
    }

    private String override() {
        boolean ofStack =
                (i.base == 4 || i.base == 5) && row.operands().stream().noneMatch(OperandText::isOffset);
        return i.segment == (ofStack ? Segment.SS : Segment.DS) ? "" : RegisterNames.segment(i.segment) + ":";
    }

    private static boolean isOffset(OperandCode code) {
        return code.kind == OperandCode.Kind.OFFSET;
    }

    private String address() {
        if (i.ripRelative) {
            return "rel " + hex(next + i.displacement);
        }
        String base = i.base == Instruction.NONE ? "" : RegisterNames.general(i.base, i.addressSize);
        String index = i.index == Instruction.NONE ? "" : RegisterNames.general(i.index, i.addressSize);
        String scaled = i.scale == 0 || index.isEmpty() ? index : index + "*" + (1 << i.scale);
        String registers = base.isEmpty() || scaled.isEmpty() ? base + scaled : base + "+" + scaled;
        return registers.isEmpty() ? absolute() : registers + displacement(base.isEmpty());
    }

    private String absolute() {
        boolean whole = mode.is64Bit() && row.operands().stream().anyMatch(OperandText::isOffset);
        String width = i.addressSize == mode.codeSize() && !whole ? "" : size(i.addressSize);
        return width + hex(i.displacement & i.addressMask());
    }

    /** Signed behind a base, since it is a distance then; otherwise the address of a table. */
    private String displacement(boolean isAddress) {
        if (i.displacement == 0) {
            return "";
        }
        return isAddress
                ? "+" + hex(i.displacement & i.addressMask())
                : i.displacement < 0 ? "-" + hex(-i.displacement) : "+" + hex(i.displacement);
    }
}
