package org.ring0.cli.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZOutputStream;

/**
 * A kernel packed as Linux packs its own: a bzImage (Documentation/arch/x86/boot.rst) whose payload is compressed by xz with
 * the filters that Linux's build uses. There is nothing in it but the payload: only a loader that decompresses it can start it.
 */
final class CompressedKernel {
    private static final int SECTOR = 512;
    private static final int SETUP = 2 * SECTOR;
    private static final int PARAGRAPH = 16;
    /** Where the payload begins behind the setup code: 0 would mean that there is none. */
    private static final int OFFSET = PARAGRAPH;

    private static final long PREFERRED_ADDRESS = 0x100_0000;
    private static final int ALIGNMENT = 0x20_0000;

    private CompressedKernel() {}

    /** @param elf a 64-bit kernel, linked to where kernels prefer to be; what follows in it is compressed as well */
    static byte[] of(byte[] elf) throws IOException {
        byte[] payload = compressed(elf);
        // The size follows.
        int length = payload.length + Integer.BYTES;
        int paragraphs = (OFFSET + length + PARAGRAPH - 1) / PARAGRAPH;
        ByteBuffer image = ByteBuffer.allocate(SETUP + paragraphs * PARAGRAPH).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0x1f1, (byte) (SETUP / SECTOR - 1)).putInt(0x1f4, paragraphs).putShort(0x1fe, (short) 0xaa55);
        // The header ends at 268h, as the distance of its jump tells; version 2.15.
        image.put(0x200, (byte) 0xeb).put(0x201, (byte) 0x66).putShort(0x206, (short) 0x20f);
        image.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        // LOADED_HIGH; relocatable, with a 64-bit entry.
        image.put(0x211, (byte) 1).putInt(0x214, 0x10_0000).putInt(0x22c, Integer.MAX_VALUE);
        image.putInt(0x230, ALIGNMENT)
                .put(0x234, (byte) 1)
                .putShort(0x236, (short) 1)
                .putInt(0x238, 2047);
        image.putInt(0x248, OFFSET)
                .putInt(0x24c, length)
                .putLong(0x258, PREFERRED_ADDRESS)
                .putInt(0x260, initSize(elf));
        return image.put(SETUP + OFFSET, payload)
                .putInt(SETUP + OFFSET + payload.length, elf.length)
                .array();
    }

    /** All that is compressed and what the kernel's segments need besides. */
    private static int initSize(byte[] elf) {
        return elf.length + ALIGNMENT;
    }

    private static byte[] compressed(byte[] content) throws IOException {
        FilterOptions[] filters = {new X86Options(), new LZMA2Options(1)};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (XZOutputStream stream = new XZOutputStream(out, filters)) {
            stream.write(content);
        }
        return out.toByteArray();
    }
}
