package org.ring0.devices.board.boot;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.ring0.core.device.BusMemory;
import org.tukaani.xz.SingleXZInputStream;

/**
 * The kernel proper, an ELF file, which a bzImage has in compressed form (Documentation/arch/x86/boot.rst, "payload_offset"):
 * decompressed here, as Xen's domain builder does it, it need not decompress itself, which takes longer than the rest of its
 * start. It is loaded where it would rather be; the kernel's own decompressor would choose a random place. What comes out of
 * the decompressor goes straight into the guest's memory: all of it at once would be several times the kernel's file.
 *
 * <p>Limits: gzip and xz. Any other payload, and one that is not what it should be, is left to the kernel itself.
 */
final class KernelPayload implements BootPlan.Source {
    private static final int GZIP = 0x8b1f;
    private static final int XZ = 0x587a_37fd;
    private static final int XZ_MEMORY_KIB = 256 << 10;
    /** Behind the kernel come the places that a move would have to change. */
    private static final long ROOM_FOR_RELOCATIONS = 32 << 20;
    /** So much is decompressed at once: the headers lie in the first. */
    private static final int PART = 0x1_0000;

    private final BootFile begin;
    private final int length;
    private final InputStream stream;
    private final byte[] part = new byte[PART];
    /** How much has been decompressed. */
    private long position;

    private KernelPayload(BootFile begin, int length, InputStream stream) {
        this.begin = begin;
        this.length = length;
        this.stream = stream;
        position = begin.length();
    }

    /** The kernel's ELF file, if it is one that can be decompressed; of its bytes, only the first have been looked at. */
    static Optional<KernelPayload> of(BootFile kernel, SetupHeader header) {
        long at = header.code() + header.payloadOffset();
        long compressed = header.payloadLength();
        if (header.payloadOffset() == 0 || compressed < Integer.BYTES || !kernel.has(at, compressed)) {
            return Optional.empty();
        }
        // Linux's own build puts the size behind what is compressed, gzip's format has it there.
        long size = kernel.u32(at + compressed - Integer.BYTES);
        if (size > header.initSize() + ROOM_FOR_RELOCATIONS || size > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        try {
            InputStream stream = stream(kernel, (int) at, (int) compressed);
            byte[] first = stream == null ? new byte[0] : stream.readNBytes((int) Math.min(size, PART));
            BootFile begin = new BootFile(kernel.name(), first);
            return Elf.recognises(begin) ? Optional.of(new KernelPayload(begin, (int) size, stream)) : Optional.empty();
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

    /** The first bytes of the file. */
    BootFile begin() {
        return begin;
    }

    Elf headers() throws BootException {
        return Elf.of(begin, length);
    }

    @Override
    public int length() {
        return length;
    }

    /** Only onwards, but that the begin may be copied at any time. */
    @Override
    public void copy(int offset, int count, BusMemory memory, long physical) throws IOException {
        int done = Math.clamp(begin.length() - offset, 0, count);
        memory.writeMemory(physical, begin.content(), offset, done);
        if (done < count) {
            stream.skipNBytes(offset + done - position);
            position = offset + done;
        }
        while (done < count) {
            int wanted = Math.min(count - done, PART);
            if (stream.readNBytes(part, 0, wanted) != wanted) {
                throw new EOFException();
            }
            memory.writeMemory(physical + done, part, 0, wanted);
            done += wanted;
            position += wanted;
        }
    }

    /** Decompresses the rest as well: the checksum stands at the end. */
    @Override
    public void finish() throws IOException {
        stream.skipNBytes(length - position);
        position = length;
        stream.read();
    }
}
