package org.ring0.cli.run;

import java.nio.charset.StandardCharsets;
import org.ring0.core.device.CharBackend;

/** The last bytes of a serial line, for reports. */
final class SerialTail implements CharBackend {
    private static final int LENGTH = 16 << 10;

    private final byte[] ring = new byte[LENGTH];
    private long count;

    @Override
    public void send(int value) {
        ring[(int) (count++ % LENGTH)] = (byte) value;
    }

    /** What has come, or the end of it; UTF-8 where it is that. */
    String text() {
        int length = (int) Math.min(count, LENGTH);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((count - length + i) % LENGTH)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
