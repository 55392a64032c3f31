package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.Map;
import org.ring0.core.cpu.fpu.Mxcsr;
import org.ring0.core.cpu.fpu.SimdConversion;
import org.ring0.core.cpu.fpu.SimdFormat;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.sse.SseFloat.Element;
import org.ring0.core.cpu.state.XmmState;

/** ROUNDPS and its like: to an integer in the same format, by an immediate that may override MXCSR. */
final class Rounding {
    private static final int BY_MXCSR = 1 << 2;
    private static final int INEXACT_IS_SILENT = 1 << 3;
    private static final Element TELLING = (u, f, dest, source) -> SimdConversion.toIntegral(u, f, source, true);
    private static final Element SILENT = (u, f, dest, source) -> SimdConversion.toIntegral(u, f, source, false);

    private Rounding() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(ROUNDPS, rounding((cpu, xmm, i) -> SseFloat.packed(cpu, xmm, i, SimdFormat.SINGLE, element(i))));
        bodies.put(ROUNDPD, rounding((cpu, xmm, i) -> SseFloat.packed(cpu, xmm, i, SimdFormat.DOUBLE, element(i))));
        bodies.put(ROUNDSS, rounding((cpu, xmm, i) -> SseFloat.scalar(cpu, xmm, i, SimdFormat.SINGLE, element(i))));
        bodies.put(ROUNDSD, rounding((cpu, xmm, i) -> SseFloat.scalar(cpu, xmm, i, SimdFormat.DOUBLE, element(i))));
    }

    private static Element element(Instruction i) {
        return (i.immediate & INEXACT_IS_SILENT) == 0 ? TELLING : SILENT;
    }

    private static SystemBody rounding(SseGate.Body body) {
        return SseGate.plain((cpu, xmm, i) -> {
            begin(xmm, i);
            body.execute(cpu, xmm, i);
        });
    }

    private static void begin(XmmState xmm, Instruction i) {
        int order = (int) i.immediate;
        xmm.unit.beginRounding(xmm.mxcsr, (order & BY_MXCSR) != 0 ? xmm.mxcsr >> Mxcsr.RC_SHIFT & 3 : order & 3);
    }
}
