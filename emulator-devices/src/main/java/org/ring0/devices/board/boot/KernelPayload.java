package org.ring0.devices.board.boot;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.SingleXZInputStream;

/**
 * The kernel proper, an ELF file, which a bzImage has in compressed form (Documentation/arch/x86/boot.rst, "payload_offset"):
 * decompressed here, as Xen's domain builder does it, it need not decompress itself, which takes longer than the rest of its
 * start. It is loaded where it would rather be; the kernel's own decompressor would choose a random place.
 *
 * <p>Limits: gzip and xz. Any other payload, and one that is not what it should be, is left to the kernel itself.
 */
final class KernelPayload {
    private static final int GZIP = 0x8b1f;
    private static final int XZ = 0x587a_37fd;
    private static final int XZ_MEMORY_KIB = 256 << 10;
    /** Behind the kernel come the places that a move would have to change. */
    private static final long ROOM_FOR_RELOCATIONS = 32 << 20;

    private KernelPayload() {}

    /** The kernel's ELF file, if it is one that can be decompressed. */
    static Optional<BootFile> of(BootFile kernel, SetupHeader header) {
        long at = header.code() + header.payloadOffset();
        long length = header.payloadLength();
        if (header.payloadOffset() == 0 || length < Integer.BYTES || !kernel.has(at, length)) {
            return Optional.empty();
        }
        // Linux's own build puts the size behind what is compressed, gzip's format has it there.
        long size = kernel.u32(at + length - Integer.BYTES);
        if (size > header.initSize() + ROOM_FOR_RELOCATIONS || size > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        try (InputStream stream = stream(kernel, (int) at, (int) length)) {
            byte[] content = new byte[stream == null ? 0 : (int) size];
            boolean whole = stream != null && stream.readNBytes(content, 0, content.length) == content.length;
            BootFile payload = new BootFile(kernel.name(), content);
            return whole && Elf.recognises(payload) ? Optional.of(payload) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    private static InputStream stream(BootFile kernel, int at, int length) throws IOException {
        InputStream bytes = new ByteArrayInputStream(kernel.content(), at, length);
        if (kernel.u16(at) == GZIP) {
            return new GZIPInputStream(bytes);
        }
        return kernel.u32(at) == XZ ? new SingleXZInputStream(bytes, XZ_MEMORY_KIB) : null;
    }
}
