package org.ring0.core.cpu.translator;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.ring0.core.cpu.isa.Mnemonic;

/**
 * Where the pure functions of packed integers are to be found: those that work on each half of an XMM register for itself
 * are named as their instructions.
 */
final class PackedBodies {
    private static final String MMX = "org/ring0/core/cpu/isa/mmx/";
    static final String SHUFFLES = "org/ring0/core/cpu/isa/sse/Shuffles";
    static final String WORDS = MMX + "PackedWords";
    static final String MOVES = MMX + "PackedMoves";
    static final String SSSE3 = MMX + "PackedSsse3";
    static final String SSE4 = "org/ring0/core/cpu/isa/sse/PackedSse4";
    private static final String ARITHMETIC = MMX + "PackedArithmetic";

    /** A function of the class that has it. */
    record Body(String owner, String name) {}

    private static final Map<Mnemonic, Body> HALVES = new EnumMap<>(Mnemonic.class);

    static {
        put(
                ARITHMETIC,
                "PADDB PADDW PADDD PADDSB PADDSW PADDUSB PADDUSW PSUBB PSUBW PSUBD PSUBSB PSUBSW PSUBUSB PSUBUSW");
        put(ARITHMETIC, "PMULLW PMULHW PMADDWD PCMPEQB PCMPEQW PCMPEQD PCMPGTB PCMPGTW PCMPGTD PAND PANDN POR PXOR");
        put(WORDS, "PADDQ PSUBQ PMULUDQ PMULHUW PAVGB PAVGW PMINUB PMAXUB PMINSW PMAXSW PSADBW");
        put(SSSE3, "PMADDUBSW PMULHRSW PSIGNB PSIGNW PSIGND PABSB PABSW PABSD");
        put(SSE4, "PMINSB PMAXSB PMINUW PMAXUW PMINSD PMAXSD PMINUD PMAXUD PMULLD PMULDQ PCMPEQQ PCMPGTQ");
        alias("pand", Mnemonic.ANDPS, Mnemonic.ANDPD);
        alias("pandn", Mnemonic.ANDNPS, Mnemonic.ANDNPD);
        alias("por", Mnemonic.ORPS, Mnemonic.ORPD);
        alias("pxor", Mnemonic.XORPS, Mnemonic.XORPD);
    }

    private PackedBodies() {}

    private static void put(String owner, String mnemonics) {
        for (String name : mnemonics.split(" ")) {
            HALVES.put(Mnemonic.valueOf(name), new Body(owner, name.toLowerCase(java.util.Locale.ROOT)));
        }
    }

    private static void alias(String name, Mnemonic... mnemonics) {
        for (Mnemonic mnemonic : mnemonics) {
            HALVES.put(mnemonic, new Body(ARITHMETIC, name));
        }
    }

    /** The function of two halves, of an instruction that treats both halves alike. */
    static Optional<Body> ofHalves(Mnemonic mnemonic) {
        return Optional.ofNullable(HALVES.get(mnemonic));
    }
}
