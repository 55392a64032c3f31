package org.ring0.cli.run;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ring0.cli.option.CharTarget;
import org.ring0.cli.option.UsageException;
import org.ring0.core.device.CharBackend;

/** Everything that takes bytes of the guest in one run, and the thread that does not let them lie in buffers. */
final class HostOutputs implements AutoCloseable {
    private static final long FLUSH_MILLIS = 10;

    private final HostOutput standardOutput;
    private final List<HostOutput> outputs = new ArrayList<>();
    private final Thread flusher =
            Thread.ofPlatform().daemon().name("ring0-flush").unstarted(this::flushAgainAndAgain);

    HostOutputs(OutputStream standard) {
        standardOutput = new HostOutput("standard output", () -> new Unclosed(standard));
    }

    /** The back end of a target. Nothing is opened yet. */
    CharBackend backend(CharTarget target) {
        if (target instanceof CharTarget.ToFile(Path path)) {
            return add(new HostOutput(path.toString(), () -> Files.newOutputStream(path)));
        }
        return target.isStdio() ? add(standardOutput) : CharBackend.NULL;
    }

    private HostOutput add(HostOutput output) {
        if (!outputs.contains(output)) {
            outputs.add(output);
        }
        return output;
    }

    /**
     * Opens them all.
     *
     * @param whenBroken what to do with a sentence when the host refuses to take more
     */
    void open(Consumer<String> whenBroken) throws UsageException {
        for (HostOutput output : outputs) {
            try {
                output.open(whenBroken);
            } catch (IOException e) {
                throw new UsageException(output.name() + " cannot be written");
            }
        }
        flusher.start();
    }

    private void flushAgainAndAgain() {
        try {
            while (true) {
                Thread.sleep(FLUSH_MILLIS);
                outputs.forEach(HostOutput::flush);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        flusher.interrupt();
        for (HostOutput output : outputs) {
            try {
                output.close();
            } catch (IOException e) {
                org.slf4j.LoggerFactory.getLogger(HostOutputs.class)
                        .warn("closing {} failed: {}", output.name(), e.getMessage());
            }
        }
    }

    /** Standard output stays open when a run ends. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream standard) {
            super(standard);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
