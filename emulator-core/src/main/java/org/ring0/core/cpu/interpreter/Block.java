package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.isa.Mnemonic;

/**
 * A straight run of ops that starts anywhere in one page and ends with a transfer, at the page's end, or before an
 * instruction that crosses it. Such an instruction is a block of its own, with the bytes that lie in the second page.
 */
final class Block {
    private static final byte[] NO_TAIL = {};

    final Op[] ops;
    /** Bytes from the first op's start to the last one's end. */
    final int length;
    /** The bytes in the page behind: compared before each execution, since nothing watches them. */
    final byte[] tail;
    /** What the first instruction is. */
    final Mnemonic first;

    /** How often the block has been executed since it was made; counts up to the request for a translation. */
    int heat;
    /** Whether the compiler cannot do anything with it. */
    boolean refused;

    Block(Op[] ops, int length, Mnemonic first) {
        this(ops, length, NO_TAIL, first);
    }

    Block(Op[] ops, int length, byte[] tail, Mnemonic first) {
        this.ops = ops;
        this.length = length;
        this.tail = tail;
        this.first = first;
    }
}
