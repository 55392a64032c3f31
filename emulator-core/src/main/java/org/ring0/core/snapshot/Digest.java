package org.ring0.core.snapshot;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.ring0.core.memory.HostMemory;

/** A SHA-256 over state records and memory, in the order in which they are added. */
public final class Digest {
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

    /** Adds memory: its length, and the place and bytes of each chunk that holds anything but zeros. */
    public Digest add(HostMemory memory) {
        addNumber(memory.length());
        memory.visit((index, bytes, size) -> {
            addNumber(index);
            sha.update(bytes, 0, size);
        });
        return this;
    }

    private void addNumber(long number) {
        sha.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    }

    /** The digest in hexadecimal; nothing can be added afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
