package org.ring0.cli.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.ring0.core.device.CharBackend;

/**
 * A file or a stream of the host that takes a guest's bytes. It is opened late, when nothing can be wrong with the machine
 * any more. Bytes are flushed at the end of a line, when there are many, and whenever {@link #flush()} is called.
 */
final class HostOutput implements CharBackend, AutoCloseable {
    private static final int CAPACITY = 8192;

    /** Opens the file or stream. */
    @FunctionalInterface
    interface Opener {
        OutputStream open() throws IOException;
    }

    private final String name;
    private final Opener opener;
    private final byte[] buffer = new byte[CAPACITY];
    private Consumer<String> onFailure = sentence -> {};
    private OutputStream stream;
    private boolean failed;
    private int used;

    /** @param name for messages */
    HostOutput(String name, Opener opener) {
        this.name = name;
        this.opener = opener;
    }

    String name() {
        return name;
    }

    /** @param whenBroken what to do with a sentence, once, when the host refuses to take more */
    synchronized void open(Consumer<String> whenBroken) throws IOException {
        onFailure = whenBroken;
        stream = opener.open();
    }

    @Override
    public synchronized void send(int value) {
        buffer[used++] = (byte) value;
        if (value == '\n' || used == CAPACITY) {
            flush();
        }
    }

    synchronized void flush() {
        int length = used;
        used = 0;
        if (length == 0 || failed || stream == null) {
            return;
        }
        try {
            stream.write(buffer, 0, length);
            stream.flush();
        } catch (IOException e) {
            failed = true;
            onFailure.accept("writing to " + name + " failed: " + e.getMessage());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        flush();
        if (stream != null) {
            stream.close();
        }
    }
}
