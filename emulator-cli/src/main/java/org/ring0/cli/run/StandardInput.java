package org.ring0.cli.run;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.IntSupplier;
import org.ring0.core.machine.HostInputs;
import org.ring0.devices.serial.Uart16550;

/** Feeds a pipe or a file on standard input to a serial line; no more of it at a time than the machine has taken. */
final class StandardInput {
    private static final int CHUNK = 4096;
    private static final long PAUSE_MILLIS = 5;

    private StandardInput() {}

    /** Starts a thread that reads until the end of the stream. */
    static void feed(InputStream in, HostInputs inputs, Uart16550 line) {
        Thread.ofPlatform().daemon().name("ring0-stdin").start(() -> copy(in, inputs, line));
    }

    private static void copy(InputStream in, HostInputs inputs, Uart16550 line) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int length = in.read(chunk); length > 0; length = in.read(chunk)) {
                byte[] bytes = Arrays.copyOf(chunk, length);
                ask(inputs, () -> {
                    line.receive(bytes);
                    return 0;
                });
                while (ask(inputs, line::waiting) > CHUNK) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(StandardInput.class).warn("standard input: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the machine's thread do something and waits for its answer. */
    private static int ask(HostInputs inputs, IntSupplier question) throws InterruptedException {
        BlockingQueue<Integer> answer = new ArrayBlockingQueue<>(1);
        inputs.post(() -> answer.offer(question.getAsInt()));
        return answer.take();
    }
}
