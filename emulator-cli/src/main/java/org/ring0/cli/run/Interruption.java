package org.ring0.cli.run;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.ring0.cli.report.ExitCode;

/**
 * Lets a signal that ends the process (Ctrl-C, {@code kill}, a closed terminal) end the run first, which then leaves its
 * reports as every run. The JVM answers such a signal with its shutdown hooks and then exits with 128 and the signal's
 * number: a hook that waits for the run is all that is needed, and no signal handler, which would cost time at every start.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 300;
    private static final String HANDLER = " handler";

    private volatile Runnable stop;
    private final CountDownLatch runIsOver = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "ring0-interruption");
    private volatile ExitCode code;

    private Interruption(Runnable stop) {
        this.stop = stop;
    }

    /** @param stop asks the run to end, from any thread */
    static Interruption of(Runnable stop) {
        Interruption interruption = new Interruption(stop);
        try {
            Runtime.getRuntime().addShutdownHook(interruption.hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the run will end with it.
        }
        return interruption;
    }

    /** The code of a run that a signal has ended, or null. */
    ExitCode code() {
        return code;
    }

    /** What a signal stops from now on. */
    void stops(Runnable other) {
        stop = other;
    }

    private void interrupt() {
        code = ofSignal();
        stop.run();
        try {
            if (!runIsOver.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("ring0: the run did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The JVM handles a signal on a thread that is named after it. */
    private static ExitCode ofSignal() {
        Thread[] threads = new Thread[Thread.activeCount() + 64];
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count)
                .map(Thread::getName)
                .filter(name -> name.endsWith(HANDLER))
                .map(name -> switch (name.substring(0, name.length() - HANDLER.length())) {
                    case "SIGINT" -> ExitCode.INTERRUPTED;
                    case "SIGHUP" -> ExitCode.HUNG_UP;
                    default -> ExitCode.TERMINATED;
                })
                .findFirst()
                .orElse(ExitCode.TERMINATED);
    }

    /** The run is over, and everything that it leaves behind is written. */
    @Override
    public void close() {
        runIsOver.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is what lets the process end now.
        }
    }
}
