package org.ring0.embed;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ring0.core.device.CharBackend;

/** The bytes that a guest has sent, as many as are worth keeping. May be read from any thread. */
final class Transcript implements CharBackend {
    private static final int MAX = 16 << 20;

    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void send(int value) {
        if (bytes.size() >= 2 * MAX) {
            byte[] all = bytes.toByteArray();
            bytes = new ByteArrayOutputStream(2 * MAX);
            bytes.writeBytes(Arrays.copyOfRange(all, all.length - MAX, all.length));
        }
        bytes.write(value);
    }

    synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
