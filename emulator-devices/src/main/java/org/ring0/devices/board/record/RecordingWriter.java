package org.ring0.devices.board.record;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.ring0.core.snapshot.StateWriter;

/** Writes the file from front to back, each entry at once, so that whatever ends the process leaves what happened before. */
final class RecordingWriter implements AutoCloseable {
    private final OutputStream out;
    private int chain;

    RecordingWriter(Path file, Description description) throws IOException {
        out = new FileOutputStream(file.toFile());
        byte[] bytes = StateWriter.encode(description);
        ByteBuffer header = ByteBuffer.allocate(RecordFormat.HEADER)
                .put(RecordFormat.MAGIC)
                .putInt(RecordFormat.VERSION)
                .putInt(bytes.length);
        header.putInt(RecordFormat.checksum(header.array(), 0, RecordFormat.HEADER_CHECKSUM_AT));
        chain = RecordFormat.checksum(bytes, 0, bytes.length);
        try {
            out.write(ByteBuffer.allocate(RecordFormat.HEADER + bytes.length + RecordFormat.CHECKSUM)
                    .put(header.array())
                    .put(bytes)
                    .putInt(chain)
                    .array());
        } catch (IOException e) {
            out.close();
            throw e;
        }
    }

    void add(Entry entry) throws IOException {
        byte[] payload = EntryCodec.encode(entry);
        chain = RecordFormat.chained(chain, payload);
        out.write(ByteBuffer.allocate(RecordFormat.ENTRY_HEAD + payload.length + RecordFormat.CHECKSUM)
                .putInt(payload.length)
                .putInt(~payload.length)
                .put(payload)
                .putInt(chain)
                .array());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
