package org.ring0.cli.run;

import java.nio.file.Path;
import org.ring0.cli.option.OptionTable;

/** The options about recordings. */
final class RecordOptions {
    Path record;
    Path replay;
    Long until;
    /** Bytes of disk for checkpoints. */
    long checkpoints = Checkpoints.DEFAULT_LIMIT;

    /** Declares those of {@code run}. */
    void declare(OptionTable table) {
        table.option(
                        "--record",
                        "FILE",
                        "Record what comes into the machine from outside (keys, serial bytes, mouse, buttons), with the"
                                + " instruction at which it came; see ring0 replay. What the guest writes to its drives"
                                + " stays in memory.")
                .sets(Path.class, value -> record = value);
        table.option("--replay", "FILE", "Run again what --record has recorded; as ring0 replay.")
                .sets(Path.class, value -> replay = value);
    }
}
