package org.ring0.devices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.fail;

import org.ring0.core.device.Device;
import org.ring0.core.snapshot.StateFormatException;
import org.ring0.core.snapshot.StateReader;
import org.ring0.core.snapshot.StateWriter;

/** Moves states between devices through the snapshot's bytes. */
public final class States {
    private States() {}

    /** Saves {@code from}, encodes, decodes, restores {@code to} and settles it; both then have equal states. */
    public static <S extends Record> void transfer(Device<S> from, Device<S> to) {
        byte[] bytes = StateWriter.encode(from.save());
        try {
            to.restore(StateReader.decode(bytes, to.powerOn()));
        } catch (StateFormatException e) {
            fail(e);
        }
        to.settle();
        assertSame(from, to);
    }

    /** The guest could tell no difference between the two. */
    public static <S extends Record> void assertSame(Device<S> expected, Device<S> actual) {
        assertArrayEquals(StateWriter.encode(expected.save()), StateWriter.encode(actual.save()));
    }
}
