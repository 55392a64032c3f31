package org.ring0.core.cpu.isa.sse;

import java.util.Map;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;

/** The bodies of SSE's instructions (SDM Vol. 2), in two groups since MMX has instructions of the same names. */
public final class SseBodies {
    private SseBodies() {}

    /** Those with an XMM register among their operands. */
    public static void registerXmm(Map<Mnemonic, SystemBody> bodies) {
        SseMoves.register(bodies);
        SseFloat.register(bodies);
        SseConversions.register(bodies);
        XmmIntegers.register(bodies);
        Ssse3.register(bodies);
        Sse4.register(bodies);
        Rounding.register(bodies);
        DotProduct.register(bodies);
        StringComparison.register(bodies);
        Cryptography.register(bodies);
        MmxPartners.register(bodies);
    }

    /** The others, but for those on MMX registers alone. */
    public static void register(Map<Mnemonic, SystemBody> bodies) {
        SseControl.register(bodies);
    }
}
