package org.ring0.firmware;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The machine's own firmware: images that {@code firmware/build.sh} assembles from the sources beside them. Every call
 * gives a fresh array, so that machines never share one.
 */
public final class Firmware {
    private static final String BIOS = "bios.bin";
    private static final String VGA_BIOS = "vgabios.bin";
    private static final String FONT = "font16.bin";
    private static final String DEMO_DISK = "demo.img";
    private static final String TRAINING_KERNEL = "training.elf";
    private static final String TRAINING_KERNEL_64 = "training64.elf";

    private Firmware() {}

    /** The system BIOS, 64 KiB: its last byte is at FFFFFh and again at FFFFFFFFh. */
    public static byte[] bios() {
        return resource(BIOS);
    }

    /** The video BIOS, an option ROM for C0000h with its size in 512-byte units at offset 2. */
    public static byte[] vgaBios() {
        return resource(VGA_BIOS);
    }

    /** The 8x16 font of the video BIOS: 256 characters of 16 rows, for kernels that start without it. */
    public static byte[] font8x16() {
        return resource(FONT);
    }

    /** The demo, a bootable 1.44 MiB floppy image. */
    public static byte[] demoDisk() {
        return resource(DEMO_DISK);
    }

    /** A Multiboot kernel (ELF) with a bit of all kinds of work, by which a JVM is trained. */
    public static byte[] trainingKernel() {
        return resource(TRAINING_KERNEL);
    }

    /** A 64-bit kernel (ELF) for the same, with programs of its own; Linux's boot protocol starts it. */
    public static byte[] trainingKernel64() {
        return resource(TRAINING_KERNEL_64);
    }

    private static byte[] resource(String name) {
        try (InputStream stream = Firmware.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "this build of ring0 lacks the firmware image " + name + "; firmware/build.sh assembles it");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the firmware image " + name, e);
        }
    }
}
