package org.ring0.core.cpu.isa.sse;

import org.ring0.core.cpu.fpu.SimdComparison;
import org.ring0.core.cpu.state.Eflags;

/** The status flags that COMISS, COMISD and their like make of an order (SDM Vol. 2A, COMISS). */
public final class OrderFlags {
    private OrderFlags() {}

    public static int of(int order) {
        return switch (order) {
            case SimdComparison.UNORDERED -> Eflags.ZF | Eflags.PF | Eflags.CF;
            case SimdComparison.LESS -> Eflags.CF;
            case SimdComparison.EQUAL -> Eflags.ZF;
            default -> 0;
        };
    }
}
