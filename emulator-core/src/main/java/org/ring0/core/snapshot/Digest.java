package org.ring0.core.snapshot;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 over state records and memory, in the order in which they are added. */
public final class Digest {
    private static final int CHUNK = 1 << 16;

    private final MessageDigest sha;

    public Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Adds a named state. */
    public Digest add(String name, Record state) {
        sha.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        sha.update(StateWriter.encode(state));
        return this;
    }

    /** Adds memory: by way of an array, which is what SHA-256 of the JDK works on. */
    public Digest add(MemorySegment memory) {
        byte[] chunk = new byte[CHUNK];
        for (long at = 0; at < memory.byteSize(); at += CHUNK) {
            int length = (int) Math.min(CHUNK, memory.byteSize() - at);
            MemorySegment.copy(memory, JAVA_BYTE, at, chunk, 0, length);
            sha.update(chunk, 0, length);
        }
        return this;
    }

    /** The digest in hexadecimal; nothing can be added afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
