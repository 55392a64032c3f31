package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.Map;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.mmx.PackedSsse3;

/** SSSE3 on XMM registers. */
final class Ssse3 {
    private Ssse3() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        XmmIntegers.pack(bodies, PHADDW, PackedSsse3::phaddw);
        XmmIntegers.pack(bodies, PHADDD, PackedSsse3::phaddd);
        XmmIntegers.pack(bodies, PHADDSW, PackedSsse3::phaddsw);
        XmmIntegers.pack(bodies, PHSUBW, PackedSsse3::phsubw);
        XmmIntegers.pack(bodies, PHSUBD, PackedSsse3::phsubd);
        XmmIntegers.pack(bodies, PHSUBSW, PackedSsse3::phsubsw);
        bodies.put(PMADDUBSW, XmmIntegers.halves(PackedSsse3::pmaddubsw));
        bodies.put(PMULHRSW, XmmIntegers.halves(PackedSsse3::pmulhrsw));
        bodies.put(PSIGNB, XmmIntegers.halves(PackedSsse3::psignb));
        bodies.put(PSIGNW, XmmIntegers.halves(PackedSsse3::psignw));
        bodies.put(PSIGND, XmmIntegers.halves(PackedSsse3::psignd));
        bodies.put(PABSB, XmmIntegers.halves(PackedSsse3::pabsb));
        bodies.put(PABSW, XmmIntegers.halves(PackedSsse3::pabsw));
        bodies.put(PABSD, XmmIntegers.halves(PackedSsse3::pabsd));
        bodies.put(
                PSHUFB,
                XmmIntegers.mixed(
                        (dl, dh, sl, sh) -> PackedSsse3.pshufb(dl, dh, sl),
                        (dl, dh, sl, sh) -> PackedSsse3.pshufb(dl, dh, sh)));
        bodies.put(PALIGNR, XmmIntegers.ordered(Shuffles::alignedLow, Shuffles::alignedHigh));
    }
}
