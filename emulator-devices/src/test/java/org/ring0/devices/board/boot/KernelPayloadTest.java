package org.ring0.devices.board.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** A compressed kernel is started where it says itself; one that is damaged decompresses itself, or tells of its damage. */
class KernelPayloadTest {
    private static final int RAM_END = 0x200_0000;
    private static final int HEADER = 0x400;
    private static final int PREFERRED = 0x100_0000;
    private static final int ENTRY = PREFERRED + 0x10;
    private static final String CODE = "startup_32";

    private interface Compression {
        OutputStream around(OutputStream out) throws IOException;
    }

    /** An ELF32 kernel with one segment at {@code physical}, linked 3 GiB above. */
    private static byte[] elf(int physical) {
        ByteBuffer b = ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, 0x464c_457f).putInt(4, 0x0001_0101).putShort(16, (short) 2).putShort(18, (short) 3);
        b.putInt(24, ENTRY).putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 1);
        b.putInt(52, 1).putInt(56, 0x100).putInt(60, physical + 0xc000_0000).putInt(64, physical);
        b.putInt(68, 0x100).putInt(72, 0x1000);
        b.put(0x110, CODE.getBytes());
        return b.array();
    }

    private static byte[] compressed(byte[] content, Compression compression) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream stream = compression.around(out)) {
            stream.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        return compressed(content, GZIPOutputStream::new);
    }

    /** As Linux's build does it: the size follows. */
    private static byte[] xz(byte[] content) throws IOException {
        byte[] stream = compressed(content, out -> new XZOutputStream(out, new LZMA2Options(1)));
        return ByteBuffer.allocate(stream.length + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(stream)
                .putInt(content.length)
                .array();
    }

    private static ByteBuffer kernel(byte[] payload) {
        byte[] plain = LinuxLoaderTest.kernel().array();
        int setup = 5 * 512;
        int length = HEADER + payload.length + 15 & ~15;
        ByteBuffer b = ByteBuffer.allocate(setup + length).order(ByteOrder.LITTLE_ENDIAN);
        b.put(0, plain, 0, setup).put(setup + HEADER, payload);
        return b.putInt(0x1f4, length / 16).putInt(0x248, HEADER).putInt(0x24c, payload.length);
    }

    private static BootPlan plan(byte[] payload) throws BootException {
        return KernelLoader.planFor(BootRequests.of("vmlinuz", kernel(payload), "", E820Map.of(RAM_END, 0)));
    }

    private static int entry(BootPlan plan) {
        return ((BootPlan.Entry.Flat32) plan.entry()).eip();
    }

    @Test
    void aCompressedKernelIsEnteredAtItsOwnEntryPoint() throws Exception {
        for (byte[] payload : new byte[][] {gzip(elf(PREFERRED)), xz(elf(PREFERRED))}) {
            BootPlan plan = plan(payload);
            assertEquals(ENTRY, entry(plan));
            ByteBuffer memory = BootRequests.memory(plan, RAM_END);
            byte[] there = new byte[CODE.length()];
            memory.get(ENTRY, there);
            assertEquals(CODE, new String(there));
            assertEquals(0x5372_6448, memory.getInt(((BootPlan.Entry.Flat32) plan.entry()).esi() + 0x202));
        }
    }

    @Test
    void whatIsNotUnderstoodIsLeftToTheKernel() throws Exception {
        byte[] unknown = {'Z', 'S', 'T', 'D', 9, 9, 9, 9, 4, 0, 0, 0};
        assertEquals(PREFERRED, entry(plan(unknown)));
        assertEquals(PREFERRED, entry(plan(gzip(new byte[0x200]))), "no ELF file");
        assertEquals(PREFERRED, entry(plan(gzip(elf(PREFERRED - 0x10_0000)))), "outside what the header claims");
        byte[] cut = xz(elf(PREFERRED));
        cut[cut.length / 2] ^= 1;
        assertEquals(PREFERRED, entry(plan(cut)), "damaged");
    }

    @Test
    void whatTurnsOutToBeDamagedIsLeftToTheKernel() throws Exception {
        byte[] large = Arrays.copyOf(elf(PREFERRED), 0x2_0000);
        for (byte[] payload : new byte[][] {gzip(large), xz(large)}) {
            // The checksum of the content: gzip has it before the size, xz before its index, of some 40 bytes.
            byte[] damaged = payload.clone();
            damaged[payload.length - (payload[0] == 0x1f ? 5 : 40)] ^= 1;
            BootPlan plan = plan(damaged);
            assertEquals(ENTRY, entry(plan));
            BootPlan loaded = plan.load(BootRequests.bus(ByteBuffer.allocate(RAM_END)));
            assertEquals(PREFERRED, entry(loaded));
            assertSame(plan.otherwise(), loaded);
        }
    }

    @Test
    void noPayloadWhateverItsBytesDoesMoreThanRefuse() throws Exception {
        Random random = new Random(1);
        ByteBuffer memory = ByteBuffer.allocate(RAM_END);
        for (byte[] payload : new byte[][] {gzip(elf(PREFERRED)), xz(elf(PREFERRED))}) {
            for (int n = 0; n < 2_000; n++) {
                byte[] damaged = payload.clone();
                for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
                try {
                    plan(damaged).load(BootRequests.bus(memory));
                } catch (BootException refused) {
                    assertEquals(true, refused.getMessage().startsWith("vmlinuz "), refused.getMessage());
                }
            }
        }
    }
}
