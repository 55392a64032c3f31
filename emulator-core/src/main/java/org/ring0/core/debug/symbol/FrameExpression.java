package org.ring0.core.debug.symbol;

/**
 * A DWARF expression that computes an address of a frame (DWARF 5, 2.5.1): constants, registers, memory, arithmetic and jumps.
 * It ends after a bounded number of operations.
 */
final class FrameExpression {
    private static final int MAX_OPERATIONS = 1000;
    private static final int DEPTH = 64;

    private static final int DW_OP_LIT0 = 0x30;
    private static final int DW_OP_REG0 = 0x50;
    private static final int DW_OP_BREG0 = 0x70;
    private static final int DW_OP_BREGX = 0x92;

    private final ByteReader all;
    private final FrameRegisters frame;
    private final long[] stack = new long[DEPTH];
    private int depth;
    private ByteReader code;

    private FrameExpression(ByteReader all, FrameRegisters frame) {
        this.all = all;
        this.frame = frame;
    }

    /** Its value; it begins with {@code first} on its stack, if there is one. */
    static long value(ByteReader code, FrameRegisters frame, long... first) throws SymbolException {
        FrameExpression expression = new FrameExpression(code, frame);
        for (long value : first) {
            expression.push(value);
        }
        return expression.run();
    }

    private long run() throws SymbolException {
        code = all.at(all.position());
        for (int n = 0; code.left() > 0; n++) {
            if (n == MAX_OPERATIONS) {
                throw new SymbolException("has an expression for a frame that goes on for too long");
            }
            operation(code.u8());
        }
        return frame.masked(pop());
    }

    private void push(long value) throws SymbolException {
        if (depth == DEPTH) {
            throw damaged();
        }
        stack[depth++] = value;
    }

    private long pop() throws SymbolException {
        if (depth == 0) {
            throw damaged();
        }
        return stack[--depth];
    }

    private static SymbolException damaged() {
        return new SymbolException("has a damaged expression for a frame");
    }

    private void operation(int opcode) throws SymbolException {
        if (opcode >= DW_OP_LIT0 && opcode < DW_OP_REG0) {
            push(opcode - DW_OP_LIT0);
        } else if (opcode >= DW_OP_BREG0 && opcode < DW_OP_BREG0 + 32) {
            push(frame.dwarf(opcode - DW_OP_BREG0) + code.sleb());
        } else if (opcode == DW_OP_BREGX) {
            push(frame.dwarf(code.uleb()) + code.sleb());
        } else if (opcode <= 0x11) {
            constant(opcode);
        } else if (opcode <= 0x17) {
            rearrange(opcode);
        } else {
            compute(opcode);
        }
    }

    private void constant(int opcode) throws SymbolException {
        switch (opcode) {
            case 0x03 -> push(frame.placed(code.number(frame.word()))); // DW_OP_addr
            case 0x06 -> push(frame.number(pop(), frame.word())); // DW_OP_deref
            case 0x08 -> push(code.u8());
            case 0x09 -> push((byte) code.u8());
            case 0x0a -> push(code.u16());
            case 0x0b -> push((short) code.u16());
            case 0x0c -> push(code.u32());
            case 0x0d -> push((int) code.u32());
            case 0x0e, 0x0f -> push(code.u64());
            case 0x10 -> push(code.uleb());
            case 0x11 -> push(code.sleb());
            default -> throw unknown(opcode);
        }
    }

    private static SymbolException unknown(int opcode) {
        return new SymbolException("has an expression for a frame with the operation %02x".formatted(opcode));
    }

    private void rearrange(int opcode) throws SymbolException {
        switch (opcode) {
            case 0x12 -> pick(0); // DW_OP_dup
            case 0x13 -> pop();
            case 0x14 -> pick(1); // DW_OP_over
            case 0x15 -> pick(code.u8());
            case 0x16 -> insert(1); // DW_OP_swap
            default -> insert(2); // DW_OP_rot
        }
    }

    private void pick(int distance) throws SymbolException {
        if (distance >= depth) {
            throw damaged();
        }
        push(stack[depth - 1 - distance]);
    }

    /** Puts the uppermost value below so many others. */
    private void insert(int below) throws SymbolException {
        if (below >= depth) {
            throw damaged();
        }
        long top = stack[depth - 1];
        System.arraycopy(stack, depth - 1 - below, stack, depth - below, below);
        stack[depth - 1 - below] = top;
    }

    private void compute(int opcode) throws SymbolException {
        switch (opcode) {
            case 0x19 -> push(Math.abs(pop()));
            case 0x1f -> push(-pop());
            case 0x20 -> push(~pop());
            case 0x23 -> push(pop() + code.uleb());
            case 0x28 -> jump((short) code.u16(), pop() != 0);
            case 0x2f -> jump((short) code.u16(), true);
            case 0x94 -> push(frame.number(pop(), sizeOf(code.u8())));
            case 0x96 -> {} // DW_OP_nop
            default -> {
                long right = pop();
                push(ofTwo(opcode, pop(), right));
            }
        }
    }

    private int sizeOf(int size) throws SymbolException {
        if (size < 1 || size > frame.word()) {
            throw damaged();
        }
        return size;
    }

    private void jump(int distance, boolean taken) throws SymbolException {
        if (taken) {
            long target = (long) code.position() + distance;
            if (target < all.position()) {
                throw damaged();
            }
            code = all.at(target);
        }
    }

    private static long ofTwo(int opcode, long left, long right) throws SymbolException {
        if (right == 0 && (opcode == 0x1b || opcode == 0x1d)) {
            throw damaged();
        }
        return switch (opcode) {
            case 0x1a -> left & right;
            case 0x1b -> left / right;
            case 0x1c -> left - right;
            case 0x1d -> Long.remainderUnsigned(left, right);
            case 0x1e -> left * right;
            case 0x21 -> left | right;
            case 0x22 -> left + right;
            case 0x24 -> right >= 0 && right < Long.SIZE ? left << right : 0;
            case 0x25 -> right >= 0 && right < Long.SIZE ? left >>> right : 0;
            case 0x26 -> left >> Math.min(right & Long.MAX_VALUE, Long.SIZE - 1);
            case 0x27 -> left ^ right;
            case 0x29 -> left == right ? 1 : 0;
            case 0x2a -> left >= right ? 1 : 0;
            case 0x2b -> left > right ? 1 : 0;
            case 0x2c -> left <= right ? 1 : 0;
            case 0x2d -> left < right ? 1 : 0;
            case 0x2e -> left != right ? 1 : 0;
            default -> throw unknown(opcode);
        };
    }
}
