package org.ring0.core.cpu.mmu;

import java.util.function.Consumer;

/**
 * The TLBs of one CPU, as on the CPUs that we model: accesses to data and instruction fetches have their own. So the page
 * that is being executed stays in its TLB whatever the code does to data, and it cannot be seen where an engine looks for
 * its code again: at the end of a slice, behind a store to code, on the way back into a region.
 */
record Tlbs(Tlb user, Tlb supervisor, Tlb userCode, Tlb supervisorCode) {
    static final int COUNT = 4;
    static final int USER = 0;
    static final int SUPERVISOR = 1;

    /** @param origin the address of the host memory in the process */
    Tlbs(long origin) {
        this(new Tlb(origin), new Tlb(origin), new Tlb(origin), new Tlb(origin));
    }

    Tlb data(boolean asUser) {
        return asUser ? user : supervisor;
    }

    Tlb code(boolean asUser) {
        return asUser ? userCode : supervisorCode;
    }

    /** By number: user, supervisor, and the same for code. */
    Tlb get(int number) {
        return switch (number) {
            case USER -> user;
            case SUPERVISOR -> supervisor;
            case 2 -> userCode;
            default -> supervisorCode;
        };
    }

    void each(Consumer<Tlb> action) {
        action.accept(user);
        action.accept(supervisor);
        action.accept(userCode);
        action.accept(supervisorCode);
    }
}
