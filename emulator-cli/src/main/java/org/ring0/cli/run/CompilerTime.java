package org.ring0.cli.run;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/** How long the JVM's own compiler has been at work since this was made, where the JVM tells. */
final class CompilerTime {
    private final long began = total();

    /** Milliseconds, of all its threads together; negative if nobody knows. */
    long millis() {
        return began < 0 ? -1 : total() - began;
    }

    private static long total() {
        try {
            CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
            return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
                    ? -1
                    : compiler.getTotalCompilationTime();
        } catch (LinkageError noManagement) {
            // A runtime image without the module java.management.
            return -1;
        }
    }
}
