package org.ring0.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Feeds a pipe or a file on standard input to a serial line; no more of it at a time than the machine has taken. */
final class StandardInput {
    private static final int CHUNK = 4096;
    private static final long PAUSE_MILLIS = 5;

    private StandardInput() {}

    /**
     * Starts a thread that reads until the end of the stream.
     *
     * @param line takes bytes for the guest
     * @param waiting tells, some time later, how many of them the guest has not read
     */
    static void feed(InputStream in, Consumer<byte[]> line, Consumer<IntConsumer> waiting) {
        Thread.ofPlatform().daemon().name("ring0-stdin").start(() -> copy(in, line, waiting));
    }

    private static void copy(InputStream in, Consumer<byte[]> line, Consumer<IntConsumer> waiting) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
                line.accept(Arrays.copyOf(chunk, length));
                while (ask(waiting) > CHUNK) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(StandardInput.class).warn("standard input: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks and waits for the answer. */
    private static int ask(Consumer<IntConsumer> question) throws InterruptedException {
        BlockingQueue<Integer> answer = new ArrayBlockingQueue<>(1);
        question.accept(answer::offer);
        return answer.take();
    }
}
