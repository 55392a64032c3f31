package org.ring0.cli.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged. */
enum LogLevel {
    off,
    error,
    warn,
    info,
    debug,
    trace;

    /** Makes it the level of this process; costs nothing for the one that it has anyway. */
    void set() {
        if (this != warn && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.toLevel(name()));
        }
    }
}
