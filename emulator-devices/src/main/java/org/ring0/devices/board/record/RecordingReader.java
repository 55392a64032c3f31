package org.ring0.devices.board.record;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ring0.core.snapshot.StateFormatException;
import org.ring0.core.snapshot.StateReader;

/** Reads and checks the file. Every byte of it is treated as hostile. */
final class RecordingReader {
    private final Path path;
    private final DataInputStream in;
    /** Bytes that are left. */
    private long left;

    private int chain;

    private RecordingReader(Path path, InputStream in, long length) {
        this.path = path;
        this.in = new DataInputStream(new BufferedInputStream(in));
        left = length;
    }

    static Recording load(Path path) throws RecordingException {
        if (!Files.exists(path)) {
            throw new RecordingException("the recording " + path + " does not exist");
        }
        if (!Files.isRegularFile(path)) {
            throw new RecordingException("the recording " + path + " is not a regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return new RecordingReader(path, in, Files.size(path)).read();
        } catch (IOException e) {
            throw new RecordingException("the recording " + path + " cannot be read: " + e.getMessage());
        }
    }

    private Recording read() throws IOException, RecordingException {
        int length = header();
        if (left < length + RecordFormat.CHECKSUM) {
            throw cutShort();
        }
        byte[] bytes = bytes(length);
        chain = integer();
        Description description = description(bytes);
        List<Entry> entries = new ArrayList<>();
        for (Entry entry = entry(description); entry != null; entry = entry(entry)) {
            entries.add(entry);
        }
        return Recording.of(
                path, description, entries, "%08x%08x".formatted(RecordFormat.checksum(bytes, 0, length), chain));
    }

    /** How long the description is. */
    private int header() throws IOException, RecordingException {
        ByteBuffer header = ByteBuffer.wrap(bytes((int) Math.min(RecordFormat.HEADER, left)));
        byte[] magic = RecordFormat.MAGIC;
        int known = Math.min(magic.length, header.capacity());
        if (known == 0 || !Arrays.equals(header.array(), 0, known, magic, 0, known)) {
            throw new RecordingException(path + " is not a recording of ring0");
        }
        if (header.capacity() < RecordFormat.HEADER) {
            throw cutShort();
        }
        int version = header.getInt(magic.length);
        if (version > RecordFormat.VERSION) {
            throw new RecordingException("%s was recorded by a newer ring0: its format is %d, this ring0 reads up to %d"
                    .formatted(path, version, RecordFormat.VERSION));
        }
        int length = header.getInt(magic.length + Integer.BYTES);
        int checksum = RecordFormat.checksum(header.array(), 0, RecordFormat.HEADER_CHECKSUM_AT);
        if (version < 1
                || checksum != header.getInt(RecordFormat.HEADER_CHECKSUM_AT)
                || length <= 0
                || length > RecordFormat.LARGEST_DESCRIPTION) {
            throw damaged();
        }
        return length;
    }

    private Description description(byte[] bytes) throws RecordingException {
        if (RecordFormat.checksum(bytes, 0, bytes.length) != chain) {
            throw damaged();
        }
        try {
            Description description = StateReader.decode(bytes, Description.EMPTY);
            if (description.cycle() >= 0 && description.instructions() >= 0) {
                return description;
            }
        } catch (StateFormatException | RuntimeException e) {
            // as below
        }
        throw damaged();
    }

    private Entry entry(Description description) throws IOException, RecordingException {
        return entry(new Entry.Mark(description.cycle(), description.instructions(), 0));
    }

    /** The next entry; null if there is none, or not all of it. */
    private Entry entry(Entry before) throws IOException, RecordingException {
        if (before instanceof Entry.End && left > 0) {
            throw damaged();
        }
        if (left < RecordFormat.ENTRY_HEAD) {
            return null;
        }
        int length = integer();
        if (length <= 0 || length > RecordFormat.LARGEST_ENTRY || integer() != ~length) {
            throw damaged();
        }
        if (left < length + RecordFormat.CHECKSUM) {
            return null;
        }
        byte[] payload = bytes(length);
        chain = RecordFormat.chained(chain, payload);
        if (integer() != chain) {
            throw damaged();
        }
        Entry entry = decoded(payload);
        if (entry.cycle() < before.cycle() || entry.instructions() < before.instructions()) {
            throw damaged();
        }
        return entry;
    }

    private Entry decoded(byte[] payload) throws RecordingException {
        try {
            return EntryCodec.decode(payload);
        } catch (IOException e) {
            throw damaged();
        }
    }

    private int integer() throws IOException {
        left -= Integer.BYTES;
        return in.readInt();
    }

    private byte[] bytes(int count) throws IOException {
        left -= count;
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }

    private RecordingException damaged() {
        return new RecordingException(path + " is damaged: it is not what was recorded");
    }

    private RecordingException cutShort() {
        return new RecordingException(path + " is cut short: it does not even tell what machine it is of");
    }
}
