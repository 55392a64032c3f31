package org.ring0.embed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The guests of these tests: boot sectors, whose sources lie beside them. */
enum Guest {
    /** Greets on COM1 and on the screen, sends back what it gets, leaves at a 'q'. */
    ECHO,
    /** Works for ever, in two pages. */
    LOOP;

    private static final int FLOPPY = 1_474_560;
    /** Slow, because these guests never halt: a second of theirs is so many instructions. */
    private static final long FREQUENCY = 10_000_000;

    /** A floppy with the boot sector. */
    byte[] floppy() {
        byte[] floppy = new byte[FLOPPY];
        String name = "/guest/" + name().toLowerCase(java.util.Locale.ROOT) + ".bin";
        try (InputStream in = Guest.class.getResourceAsStream(name)) {
            in.readNBytes(floppy, 0, 512);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return floppy;
    }

    /** A small machine that boots it. */
    VmBuilder machine() {
        return Vm.builder().memory("4M").frequency(FREQUENCY).floppy(floppy());
    }
}
