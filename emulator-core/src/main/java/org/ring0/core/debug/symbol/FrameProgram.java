package org.ring0.core.debug.symbol;

import java.util.ArrayDeque;
import java.util.Deque;

/** Executes call frame instructions up to an address (DWARF 5, 6.4.2 and 6.4.3; DW_CFA_GNU_args_size of the Linux Standard Base). */
final class FrameProgram {
    private static final int MAX_REMEMBERED = 64;

    private static final int DW_CFA_ADVANCE_LOC = 0x40;
    private static final int DW_CFA_OFFSET = 0x80;
    private static final int DW_CFA_RESTORE = 0xc0;
    private static final int OPERAND = 0x3f;

    private final FrameHeader header;
    private final boolean is64;
    private final long section;
    private final Deque<FrameRow> remembered = new ArrayDeque<>();
    private FrameRow row = new FrameRow();
    private FrameRow initial;
    private long location;

    private FrameProgram(FrameHeader header, boolean is64, long section, long start) {
        this.header = header;
        this.is64 = is64;
        this.section = section;
        location = start;
    }

    /** The rules that hold at an address of a function that begins at {@code start}. */
    static FrameRow rowAt(FrameDescription function, boolean is64, long address) throws SymbolException {
        FrameHeader header = function.header();
        FrameProgram program = new FrameProgram(header, is64, function.section(), function.low());
        program.run(header.instructions.at(header.instructions.position()), -1L);
        program.initial = program.row.copy();
        program.run(function.instructions(), address);
        return program.row;
    }

    private void run(ByteReader code, long until) throws SymbolException {
        while (code.left() > 0 && Long.compareUnsigned(location, until) <= 0) {
            int opcode = code.u8();
            switch (opcode & ~OPERAND) {
                case DW_CFA_ADVANCE_LOC -> advance(opcode & OPERAND);
                case DW_CFA_OFFSET ->
                    row.set(opcode & OPERAND, new FrameRule.Offset(code.uleb() * header.dataAlignment));
                case DW_CFA_RESTORE -> restore(opcode & OPERAND);
                default -> extended(opcode, code);
            }
        }
    }

    private void advance(long delta) {
        location += delta * header.codeAlignment;
    }

    private void restore(long register) {
        row.set(register, initial == null ? null : initial.rule(register));
    }

    private void extended(int opcode, ByteReader code) throws SymbolException {
        switch (opcode) {
            case 0x00 -> {} // DW_CFA_nop
            case 0x01 -> location = FramePointerCode.address(code, header.addressCode, is64, section);
            case 0x02 -> advance(code.u8());
            case 0x03 -> advance(code.u16());
            case 0x04 -> advance(code.u32());
            case 0x0a -> remember();
            case 0x0b -> recall();
            case 0x2e -> code.uleb(); // DW_CFA_GNU_args_size
            default -> {
                if (opcode >= 0x0c && opcode <= 0x0f || opcode == 0x12 || opcode == 0x13) {
                    frameAddress(opcode, code);
                } else {
                    registerRule(opcode, code);
                }
            }
        }
    }

    private void remember() throws SymbolException {
        if (remembered.size() == MAX_REMEMBERED) {
            throw new SymbolException("has call frame information that remembers too much");
        }
        remembered.push(row.copy());
    }

    private void recall() throws SymbolException {
        if (remembered.isEmpty()) {
            throw new SymbolException("has damaged call frame information");
        }
        row = remembered.pop();
    }

    /** DW_CFA_def_cfa and its kin. */
    private void frameAddress(int opcode, ByteReader code) throws SymbolException {
        if (opcode == 0x0f) {
            row.cfaExpression = code.part(code.uleb());
            return;
        }
        row.cfaExpression = null;
        if (opcode == 0x0c || opcode == 0x0d || opcode == 0x12) {
            row.cfaRegister = code.uleb();
        }
        switch (opcode) {
            case 0x0c, 0x0e -> row.cfaOffset = code.uleb();
            case 0x12, 0x13 -> row.cfaOffset = code.sleb() * header.dataAlignment;
            default -> {} // DW_CFA_def_cfa_register keeps the offset.
        }
    }

    private void registerRule(int opcode, ByteReader code) throws SymbolException {
        long register = code.uleb();
        switch (opcode) {
            case 0x05 -> row.set(register, new FrameRule.Offset(code.uleb() * header.dataAlignment));
            case 0x06 -> restore(register);
            case 0x07 -> row.set(register, new FrameRule.Undefined());
            case 0x08 -> row.set(register, new FrameRule.SameValue());
            case 0x09 -> row.set(register, new FrameRule.InRegister(code.uleb()));
            case 0x10 -> row.set(register, new FrameRule.Expression(code.part(code.uleb())));
            case 0x11 -> row.set(register, new FrameRule.Offset(code.sleb() * header.dataAlignment));
            case 0x14 -> row.set(register, new FrameRule.ValueOffset(code.uleb() * header.dataAlignment));
            case 0x15 -> row.set(register, new FrameRule.ValueOffset(code.sleb() * header.dataAlignment));
            case 0x16 -> row.set(register, new FrameRule.ValueExpression(code.part(code.uleb())));
            default -> throw new SymbolException("has an unknown call frame instruction %02x".formatted(opcode));
        }
    }
}
