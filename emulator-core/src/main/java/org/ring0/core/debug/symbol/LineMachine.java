package org.ring0.core.debug.symbol;

/** Executes a line number program (DWARF 5, 6.2.5): it makes rows of an address and a line, in sequences. */
final class LineMachine {
    private static final int DW_LNS_COPY = 1;
    private static final int DW_LNS_ADVANCE_PC = 2;
    private static final int DW_LNS_ADVANCE_LINE = 3;
    private static final int DW_LNS_SET_FILE = 4;
    private static final int DW_LNS_CONST_ADD_PC = 8;
    private static final int DW_LNS_FIXED_ADVANCE_PC = 9;
    private static final int DW_LNE_END_SEQUENCE = 1;
    private static final int DW_LNE_SET_ADDRESS = 2;

    private final LineHeader header;
    private final ByteReader program;

    long address;
    long file;
    long line;
    /** Whether the row that was made last ends a sequence: its address is the first one behind. */
    boolean ended;

    private long operation;

    /** @param program at the start of a sequence */
    LineMachine(LineHeader header, ByteReader program) {
        this.header = header;
        this.program = program;
        reset();
    }

    private void reset() {
        address = 0;
        operation = 0;
        file = 1;
        line = 1;
        ended = false;
    }

    /** Where the next opcode lies. */
    int position() {
        return program.position();
    }

    /** Goes on to the next row; false at the end of the program. */
    boolean nextRow() throws SymbolException {
        if (ended) {
            reset();
        }
        while (program.left() > 0) {
            int opcode = program.u8();
            if (opcode >= header.opcodeBase) {
                special(opcode - header.opcodeBase);
                return true;
            }
            if (opcode == 0 ? extended() : standard(opcode)) {
                return true;
            }
        }
        return false;
    }

    private void special(int adjusted) {
        advance(adjusted / header.lineRange);
        line += header.lineBase + adjusted % header.lineRange;
    }

    private void advance(long operations) {
        long all = operation + operations;
        address += header.minimumLength * (all / header.maximumOperations);
        operation = all % header.maximumOperations;
    }

    /** Whether the opcode makes a row. */
    private boolean standard(int opcode) throws SymbolException {
        switch (opcode) {
            case DW_LNS_COPY -> {
                return true;
            }
            case DW_LNS_ADVANCE_PC -> advance(program.uleb());
            case DW_LNS_ADVANCE_LINE -> line += program.sleb();
            case DW_LNS_SET_FILE -> file = program.uleb();
            case DW_LNS_CONST_ADD_PC -> advance((255 - header.opcodeBase) / header.lineRange);
            case DW_LNS_FIXED_ADVANCE_PC -> {
                address += program.u16();
                operation = 0;
            }
            default -> {
                for (int i = 0; i < header.operandCounts[opcode]; i++) {
                    program.uleb();
                }
            }
        }
        return false;
    }

    private boolean extended() throws SymbolException {
        ByteReader instruction = program.part(program.uleb());
        if (instruction.left() == 0) {
            return false;
        }
        switch (instruction.u8()) {
            case DW_LNE_END_SEQUENCE -> {
                ended = true;
                return true;
            }
            case DW_LNE_SET_ADDRESS -> {
                address = instruction.number(Math.min(8, instruction.left()));
                operation = 0;
            }
            default -> {}
        }
        return false;
    }
}
