package org.ring0.core.cpu.isa.sse;

import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.sse.SseGate.plain;

import java.util.Map;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;

/** AES, PCLMULQDQ and SHA on XMM registers (SDM Vol. 1, 12.13 and chapter 2 of Vol. 2). */
final class Cryptography {
    private Cryptography() {}

    static void register(Map<Mnemonic, SystemBody> bodies) {
        aes(bodies);
        sha(bodies);
        bodies.put(
                PCLMULQDQ,
                XmmIntegers.ordered(
                        (dl, dh, sl, sh, order) ->
                                CarrylessProduct.low((order & 1) == 0 ? dl : dh, (order & 16) == 0 ? sl : sh),
                        (dl, dh, sl, sh, order) ->
                                CarrylessProduct.high((order & 1) == 0 ? dl : dh, (order & 16) == 0 ? sl : sh)));
    }

    private static void aes(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(
                AESENC,
                XmmIntegers.mixed(
                        (dl, dh, sl, sh) -> AesRounds.mix(AesRounds.substitute(dl, dh, 0)) ^ sl,
                        (dl, dh, sl, sh) -> AesRounds.mix(AesRounds.substitute(dl, dh, 8)) ^ sh));
        bodies.put(
                AESENCLAST,
                XmmIntegers.mixed(
                        (dl, dh, sl, sh) -> AesRounds.substitute(dl, dh, 0) ^ sl,
                        (dl, dh, sl, sh) -> AesRounds.substitute(dl, dh, 8) ^ sh));
        bodies.put(
                AESDEC,
                XmmIntegers.mixed(
                        (dl, dh, sl, sh) -> AesRounds.mixBack(AesRounds.substituteBack(dl, dh, 0)) ^ sl,
                        (dl, dh, sl, sh) -> AesRounds.mixBack(AesRounds.substituteBack(dl, dh, 8)) ^ sh));
        bodies.put(
                AESDECLAST,
                XmmIntegers.mixed(
                        (dl, dh, sl, sh) -> AesRounds.substituteBack(dl, dh, 0) ^ sl,
                        (dl, dh, sl, sh) -> AesRounds.substituteBack(dl, dh, 8) ^ sh));
        bodies.put(AESIMC, XmmIntegers.halves((dest, source) -> AesRounds.mixBack(source)));
        bodies.put(
                AESKEYGENASSIST,
                XmmIntegers.ordered(
                        (dl, dh, sl, sh, constant) -> AesRounds.expand((int) (sl >>> 32), constant),
                        (dl, dh, sl, sh, constant) -> AesRounds.expand((int) (sh >>> 32), constant)));
    }

    private static void sha(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(SHA1RNDS4, plain(ShaRounds::sha1));
        bodies.put(SHA1NEXTE, XmmIntegers.mixed((dl, dh, sl, sh) -> sl, (dl, dh, sl, sh) -> ShaRounds.nextE(dh, sh)));
        bodies.put(SHA1MSG1, XmmIntegers.mixed((dl, dh, sl, sh) -> dl ^ sh, (dl, dh, sl, sh) -> dh ^ dl));
        bodies.put(SHA1MSG2, plain(ShaRounds::schedule1End));
        bodies.put(SHA256RNDS2, plain(ShaRounds::sha256));
        bodies.put(
                SHA256MSG1,
                XmmIntegers.mixed(
                        (dl, dh, sl, sh) -> ShaRounds.schedule256(dl, (int) dh),
                        (dl, dh, sl, sh) -> ShaRounds.schedule256(dh, (int) sl)));
        bodies.put(SHA256MSG2, plain(ShaRounds::schedule256End));
    }
}
