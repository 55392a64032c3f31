package org.ring0.core.cpu.isa;

/** Where an operand of a decoded instruction lives. */
public enum Operand {
    /** The instruction has no such operand. */
    NONE,
    /** A general register; 8-bit ones are numbered as {@link Instruction#HIGH_BYTE} says. */
    REGISTER,
    /** Memory at the instruction's base, index, scale and displacement. */
    MEMORY,
    /** The instruction's {@link Instruction#immediate}. */
    IMMEDIATE,
    /** A segment, control, debug, x87, MMX or XMM register: the mnemonic says which. */
    SPECIAL
}
