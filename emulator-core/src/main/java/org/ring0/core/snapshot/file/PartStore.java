package org.ring0.core.snapshot.file;

import java.io.IOException;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Compressed parts that lie one after the other in a file. Several machines may read at a time. */
final class PartStore {
    private final OpenSnapshot file;
    private final long[] offsets;
    private final int[] checksums;

    /**
     * @param from where the first one begins
     * @throws DamagedException if they cannot be in this file
     */
    PartStore(OpenSnapshot file, long from, Directory.Parts parts) throws DamagedException {
        this.file = file;
        int count = parts.lengths().length;
        offsets = new long[count + 1];
        checksums = parts.checksums();
        if (checksums.length != count) {
            throw new DamagedException();
        }
        offsets[0] = from;
        for (int i = 0; i < count; i++) {
            // So many numbers of this size do not overflow.
            if (parts.lengths()[i] <= 0 || parts.lengths()[i] > SnapshotFormat.LARGEST_PART) {
                throw new DamagedException();
            }
            offsets[i + 1] = offsets[i] + parts.lengths()[i];
        }
        if (end() > file.length()) {
            throw new DamagedException();
        }
    }

    /** See {@link OpenSnapshot#use}. */
    AutoCloseable use() {
        return file.use();
    }

    int count() {
        return checksums.length;
    }

    /** Where the last one ends. */
    long end() {
        return offsets[offsets.length - 1];
    }

    /** Compares all of them with their checksums. */
    void check() throws IOException, DamagedException {
        for (int i = 0; i < count(); i++) {
            compressed(i);
        }
    }

    private byte[] compressed(int index) throws IOException, DamagedException {
        int length = (int) (offsets[index + 1] - offsets[index]);
        byte[] bytes = file.read(offsets[index], length);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        if ((int) crc.getValue() != checksums[index]) {
            throw new DamagedException();
        }
        return bytes;
    }

    /** Reads a part of exactly {@code size} bytes. */
    void read(int index, byte[] buffer, int size) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(compressed(index));
            int n = 0;
            for (int more = 1; more > 0 && n < size; n += more) {
                more = inflater.inflate(buffer, n, size - n);
            }
            // The end of the stream may need one more look.
            if (n != size || !inflater.finished() && inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw new DamagedException();
            }
        } catch (DataFormatException | DamagedException e) {
            throw new IOException("the snapshot " + file.path() + " is damaged", e);
        } finally {
            inflater.end();
        }
    }
}
