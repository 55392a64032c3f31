package org.ring0.cli.run;

/** What loading a machine leaves in Java's heap: a compressed Linux kernel goes through a hundred megabytes of it. */
final class StartGarbage {
    /** Less is not worth the time of a collection, some 20 ms. */
    private static final long WORTH_WHILE = 64 << 20;

    private StartGarbage() {}

    /** Gives it back to the host now: a guest that is idle afterwards would keep it for good. */
    static void collect() {
        Runtime runtime = Runtime.getRuntime();
        if (runtime.totalMemory() - runtime.freeMemory() > WORTH_WHILE) {
            System.gc();
        }
    }
}
