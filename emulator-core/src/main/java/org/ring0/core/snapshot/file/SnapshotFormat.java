package org.ring0.core.snapshot.file;

import java.util.zip.CRC32C;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;

/** The constants of the format. All numbers in the file are big endian. */
final class SnapshotFormat {
    /** As in PNG, a byte above 7Fh and line ends show damage by transfers that mean to convert text. */
    static final byte[] MAGIC = {(byte) 0x8e, 'r', '0', 's', 'n', 'p', '\r', '\n'};

    /** Of files that are based on no other one, so that older readers read them. */
    static final int VERSION_WHOLE = 1;

    static final int VERSION = 2;
    /** A row of more files, each based on the next one, is not made. */
    static final int DEEPEST = 64;

    /** Magic, version, bytes of the directory with its checksum, where that is, a checksum of all this. */
    static final int HEADER = 28;

    static final int HEADER_CHECKSUM_AT = HEADER - 4;
    static final int CHECKSUM = 4;
    static final int CLUSTERS_A_PART = MemoryImage.CHUNK / DiskContent.CLUSTER;
    /** No state of a device is near it. */
    static final int LARGEST_STATE = 1 << 24;
    /** Compression makes nothing longer by more than some bytes. */
    static final int LARGEST_PART = LARGEST_STATE + (1 << 16);
    /** That of 64 GiB of memory is shorter. */
    static final int LARGEST_DIRECTORY = 1 << 27;

    private SnapshotFormat() {}

    /** By what a file is known to those that are based on it: both checksums, which all others are part of. */
    static long identity(int headerChecksum, int directoryChecksum) {
        return (long) headerChecksum << Integer.SIZE | Integer.toUnsignedLong(directoryChecksum);
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
