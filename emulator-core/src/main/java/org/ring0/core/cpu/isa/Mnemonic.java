package org.ring0.core.cpu.isa;

/** Every instruction by its name in the SDM, with its shape, its flags and its body. */
public enum Mnemonic {
    NOP
}
