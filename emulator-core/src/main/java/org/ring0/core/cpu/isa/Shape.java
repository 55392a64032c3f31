package org.ring0.core.cpu.isa;

/**
 * How the operands of an instruction move: fetched, checked, written back, and how its flags are recorded. Every engine
 * implements each shape once; what happens between fetch and write-back is the mnemonic's body.
 */
public enum Shape {
    /** destination = source, zero-extended from the source's width. */
    MOVE,
    /** destination = source, sign-extended from the source's width. */
    MOVE_SIGNED,
    /** destination = source if the condition holds; the source is read in any case. */
    MOVE_IF,
    /** destination = offset of the memory operand. */
    ADDRESS,
    /** destination = body(destination, source). */
    UPDATE,
    /** destination = body(destination, source, CF). */
    UPDATE_CARRY,
    /** flags of body(destination, source), which is not written back. */
    COMPARE,
    /** destination = body(destination). */
    UNARY,
    /** destination = body(destination, count), flags only if the masked count is not zero. */
    SHIFT,
    /** destination register = source * third, signed, truncated. */
    MULTIPLY,
    /** destination byte = condition. */
    SET_IF,
    /** destination and source change places. */
    EXCHANGE,
    PUSH,
    POP,
    /** Relative jump if the condition holds. */
    JUMP_IF,
    /** Near jump: relative, or absolute through register or memory. */
    JUMP,
    CALL,
    RETURN,
    /** LOOP, LOOPE, LOOPNE, JCXZ: decided by the count register, in the address size. */
    LOOP,
    /** One step of a string instruction, repeated under a REP prefix. */
    STRING,
    /** Does nothing. */
    NOTHING,
    /** The body works on the whole CPU. */
    SYSTEM;

    /** Whether the next instruction need not be the one behind. */
    public boolean isBranch() {
        return this == JUMP_IF || this == JUMP || this == CALL || this == RETURN || this == LOOP;
    }
}
