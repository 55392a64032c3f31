package org.ring0.devices.storage.ide;

import java.io.ByteArrayOutputStream;

/** Big-endian reply data in the making. */
final class ReplyBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ReplyBytes u8(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    ReplyBytes u16(int value) {
        return u8(value >> 8, value);
    }

    ReplyBytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    ReplyBytes zeros(int count) {
        for (int i = 0; i < count; i++) {
            bytes.write(0);
        }
        return this;
    }

    ReplyBytes all(byte[] values) {
        bytes.writeBytes(values);
        return this;
    }

    /** Exactly {@code length} ASCII characters, padded with spaces. */
    ReplyBytes text(String text, int length) {
        for (int i = 0; i < length; i++) {
            bytes.write(i < text.length() ? text.charAt(i) : ' ');
        }
        return this;
    }

    /** A place on the disc in the four bytes that most replies have for it. */
    ReplyBytes address(long lba, boolean inMsf) {
        if (!inMsf) {
            return u32(lba);
        }
        Msf msf = Msf.of(lba);
        return u8(0, msf.minute(), msf.second(), msf.frame());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** The data behind a 16-bit length of what follows it. */
    byte[] withLength16() {
        return new ReplyBytes().u16(bytes.size()).all(bytes()).bytes();
    }

    /** The data behind a 32-bit length of what follows it. */
    byte[] withLength32() {
        return new ReplyBytes().u32(bytes.size()).all(bytes()).bytes();
    }
}
