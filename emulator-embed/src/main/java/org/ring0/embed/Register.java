package org.ring0.embed;

import org.ring0.core.cpu.state.CpuState;

/** The registers that a host can read; those before {@link #CR0} it can write as well. */
public enum Register {
    RAX,
    RCX,
    RDX,
    RBX,
    RSP,
    RBP,
    RSI,
    RDI,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
    R14,
    R15,
    RIP,
    RFLAGS,
    CR0,
    CR2,
    CR3,
    CR4,
    EFER,
    ES,
    CS,
    SS,
    DS,
    FS,
    GS;

    private static final int GENERAL = 16;

    long read(CpuState state) {
        return switch (this) {
            case RIP -> state.rip;
            case RFLAGS -> state.eflags() & 0xffff_ffffL;
            case CR0 -> state.cr0;
            case CR2 -> state.cr2;
            case CR3 -> state.cr3;
            case CR4 -> state.cr4;
            case EFER -> state.efer;
            case ES, CS, SS, DS, FS, GS -> state.segment[ordinal() - ES.ordinal()].selector;
            default -> state.gpr[ordinal()];
        };
    }

    boolean isGeneral() {
        return ordinal() < GENERAL;
    }
}
