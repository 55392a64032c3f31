package org.ring0.core.debug.symbol;

/**
 * Registers and memory as call frame information speaks of them: by the numbers of the System V ABIs for the i386 (figure 2.14)
 * and for x86-64 (figure 3.36).
 */
final class FrameRegisters {
    /** The registers' encodings by DWARF's numbers. */
    private static final int[] I386 = {0, 1, 2, 3, CallFrame.RSP, CallFrame.RBP, 6, 7, CallFrame.RIP};

    private static final int[] X86_64 = {
        0, 2, 1, 3, 6, 7, CallFrame.RBP, CallFrame.RSP, 8, 9, 10, 11, 12, 13, 14, 15, CallFrame.RIP
    };
    /** RBX, RBP, R12 to R15; EBX, EBP, ESI, EDI: functions leave them as they were. */
    private static final int KEPT_64 = 1 << 3 | 1 << 5 | 0xf << 12;

    private static final int KEPT_32 = 1 << 3 | 1 << 5 | 1 << 6 | 1 << 7;

    private final CallFrame frame;
    private final CallFrame.Memory memory;
    private final boolean is64;
    private final long moved;

    /** @param moved how far from its own addresses the program lies */
    FrameRegisters(CallFrame frame, CallFrame.Memory memory, boolean is64, long moved) {
        this.frame = frame;
        this.memory = memory;
        this.is64 = is64;
        this.moved = moved;
    }

    int word() {
        return is64 ? 8 : 4;
    }

    long masked(long value) {
        return is64 ? value : value & 0xffff_ffffL;
    }

    /** Where an address of the program is by now. */
    long placed(long address) {
        return masked(address + moved);
    }

    /** The encoding of a register that DWARF has a number for; negative for others. */
    int encoding(long number) {
        int[] encodings = is64 ? X86_64 : I386;
        return number >= 0 && number < encodings.length ? encodings[(int) number] : -1;
    }

    /** What a register holds. */
    long dwarf(long number) throws SymbolException {
        int encoding = encoding(number);
        if (encoding < 0 || !frame.knows(encoding)) {
            throw new SymbolException(
                    "needs a register (DWARF's number %d) that is not known any more".formatted(number));
        }
        return frame.get(encoding);
    }

    long number(long offset, int size) throws SymbolException {
        long at = masked(offset);
        return memory.number(at, size)
                .orElseThrow(() -> new SymbolException("needs memory at %s, where none is".formatted(Place.hex(at))));
    }

    /** The caller's registers by the rules of a row; RIP only if the rules say where it is. */
    CallFrame caller(FrameRow row) throws SymbolException {
        long cfa = masked(
                row.cfaExpression != null
                        ? FrameExpression.value(row.cfaExpression, this)
                        : dwarf(row.cfaRegister) + row.cfaOffset);
        CallFrame caller = new CallFrame();
        caller.set(CallFrame.RSP, cfa);
        for (int number = 0; number < FrameRow.REGISTERS; number++) {
            int encoding = encoding(number);
            FrameRule rule = row.rule(number);
            if (encoding < 0) {
                continue;
            }
            if (rule != null) {
                restore(caller, encoding, rule, cfa);
            } else if (((is64 ? KEPT_64 : KEPT_32) & 1 << encoding) != 0 && frame.knows(encoding)) {
                caller.set(encoding, frame.get(encoding));
            }
        }
        return caller;
    }

    private void restore(CallFrame caller, int encoding, FrameRule rule, long cfa) throws SymbolException {
        switch (rule) {
            case FrameRule.Undefined none -> {}
            case FrameRule.SameValue same -> {
                if (frame.knows(encoding)) {
                    caller.set(encoding, frame.get(encoding));
                }
            }
            case FrameRule.Offset(long bytes) -> caller.set(encoding, number(cfa + bytes, word()));
            case FrameRule.ValueOffset(long bytes) -> caller.set(encoding, masked(cfa + bytes));
            case FrameRule.InRegister(long number) -> caller.set(encoding, dwarf(number));
            case FrameRule.Expression(ByteReader code) ->
                caller.set(encoding, number(FrameExpression.value(code, this, cfa), word()));
            case FrameRule.ValueExpression(ByteReader code) ->
                caller.set(encoding, FrameExpression.value(code, this, cfa));
        }
    }
}
