package org.ring0.core.cpu.isa.body;

import java.util.Map;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;

/** The bodies of the user-level integer instructions that are no pure functions of two operands. */
final class IntegerBodies {
    private IntegerBodies() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(Mnemonic.MUL, Arithmetic::mul);
        bodies.put(Mnemonic.IMUL_WIDE, Arithmetic::imulWide);
        bodies.put(Mnemonic.DIV, Arithmetic::div);
        bodies.put(Mnemonic.IDIV, Arithmetic::idiv);
        bodies.put(Mnemonic.SHLD, Arithmetic::shld);
        bodies.put(Mnemonic.SHRD, Arithmetic::shrd);
        bodies.put(Mnemonic.CMPXCHG, Arithmetic::cmpxchg);
        bodies.put(Mnemonic.CMPXCHG8B, Arithmetic::cmpxchg8b);
        bodies.put(Mnemonic.CMPXCHG16B, Arithmetic::cmpxchg16b);
        bodies.put(Mnemonic.XADD, Arithmetic::xadd);
        bodies.put(Mnemonic.DAA, Bcd::daa);
        bodies.put(Mnemonic.DAS, Bcd::das);
        bodies.put(Mnemonic.AAA, Bcd::aaa);
        bodies.put(Mnemonic.AAS, Bcd::aas);
        bodies.put(Mnemonic.AAM, Bcd::aam);
        bodies.put(Mnemonic.AAD, Bcd::aad);
        bodies.put(Mnemonic.BT, BitStrings::bt);
        bodies.put(Mnemonic.BTS, BitStrings::bts);
        bodies.put(Mnemonic.BTR, BitStrings::btr);
        bodies.put(Mnemonic.BTC, BitStrings::btc);
        bodies.put(Mnemonic.BSF, BitStrings::bsf);
        bodies.put(Mnemonic.BSR, BitStrings::bsr);
        BitInstructions.register(bodies);
        bodies.put(Mnemonic.PUSHA, Frames::pusha);
        bodies.put(Mnemonic.POPA, Frames::popa);
        bodies.put(Mnemonic.ENTER, Frames::enter);
        bodies.put(Mnemonic.LEAVE, Frames::leave);
        bodies.put(Mnemonic.CLC, Miscellaneous::clc);
        bodies.put(Mnemonic.STC, Miscellaneous::stc);
        bodies.put(Mnemonic.CMC, Miscellaneous::cmc);
        bodies.put(Mnemonic.CLD, Miscellaneous::cld);
        bodies.put(Mnemonic.STD, Miscellaneous::std);
        bodies.put(Mnemonic.LAHF, Miscellaneous::lahf);
        bodies.put(Mnemonic.SAHF, Miscellaneous::sahf);
        bodies.put(Mnemonic.SALC, Miscellaneous::salc);
        bodies.put(Mnemonic.CWD, Miscellaneous::cwd);
        bodies.put(Mnemonic.BSWAP, Miscellaneous::bswap);
        bodies.put(Mnemonic.XLAT, Miscellaneous::xlat);
        bodies.put(Mnemonic.BOUND, Miscellaneous::bound);
        bodies.put(Mnemonic.UD2, Miscellaneous::ud2);
    }
}
