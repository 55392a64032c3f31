package org.ring0.devices.board.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The constants of the format. All numbers in the file are big endian. */
final class RecordFormat {
    /** As in PNG, a byte above 7Fh and line ends show damage by transfers that mean to convert text. */
    static final byte[] MAGIC = {(byte) 0x8e, 'r', '0', 'r', 'e', 'c', '\r', '\n'};

    /** 2 knows pauses and the NMI button, which a reader of version 1 would take for damage. */
    static final int VERSION = 2;
    /** Magic, version, bytes of the machine's description, a checksum of all this. */
    static final int HEADER = 20;

    static final int HEADER_CHECKSUM_AT = HEADER - 4;
    static final int CHECKSUM = 4;
    static final int LARGEST_DESCRIPTION = 1 << 24;
    /** The length of an entry, and the same with all bits inverted. */
    static final int ENTRY_HEAD = 8;

    static final int LARGEST_ENTRY = 1 << 24;

    private RecordFormat() {}

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** The checksum of an entry, which depends on all entries before it. */
    static int chained(int before, byte[] payload) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(CHECKSUM).putInt(before).flip());
        crc.update(payload);
        return (int) crc.getValue();
    }
}
