package org.ring0.devices.board.boot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kernels whose headers lie, byte by byte: refused in a sentence, or planned into RAM and nowhere else. */
class HostileKernelTest {
    private static final E820Map MEMORY = E820Map.of(0x200_0000, 0x1000_0000);
    private static final int[] VALUES = {0x00, 0x01, 0x07, 0x10, 0x7f, 0x80, 0xf0, 0xff};
    private static final int[] WORDS = {0, 1, 0x7fff_ffff, 0x8000_0000, -1, -0x1000, 0x10_0000, 0x9_f000};

    /** Where the files here have headers, notes and section tables. */
    private static final BitSet HEADERS = headers();

    private static BitSet headers() {
        BitSet set = new BitSet();
        int[][] ranges = {{0, 0x100}, {0x1f0, 0x280}, {0x1000, 0x1070}, {0x1200, 0x1230}, {0x1400, 0x1500}};
        for (int[] range : ranges) {
            set.set(range[0], range[1]);
        }
        return set;
    }

    /** A kernel of each format, with everything in its header that loaders look at. */
    enum Format {
        MULTIBOOT_1(KernelFiles.elf(false, KernelFiles.multiboot1(7, 0, 0, 0, 0, 0, 0, 800, 600, 32))),
        MULTIBOOT_1_ELF64(KernelFiles.elf(true, KernelFiles.multiboot1(3))),
        MULTIBOOT_1_FLAT(KernelFiles.flat(
                0x20,
                KernelFiles.multiboot1(0x1_0007, 0x10_0020, 0x10_0000, 0, 0x10_1000, 0x10_0100, 0, 640, 480, 24))),
        MULTIBOOT_2(KernelFiles.elf(
                true,
                KernelFiles.multiboot2(
                        1, 16, 6, 14, 4, 12, 2, 0, 5, 20, 800, 600, 32, 0, 10, 24, 0, -1, 0x1000, 1, 0, 8))),
        MULTIBOOT_2_FLAT(KernelFiles.flat(
                0x20,
                KernelFiles.multiboot2(
                        2, 24, 0x10_0020, 0x10_0000, 0, 0x10_1000, 3, 12, 0x10_0100, 0, 10, 24, 0, -1, 16, 2, 0, 8))),
        PVH(KernelFiles.pvh(false, 0x10_0080)),
        PVH_ELF64(KernelFiles.pvh(true, 0x10_0080)),
        ELF(KernelFiles.elf(false)),
        LINUX(linux());

        private final ByteBuffer file;

        Format(ByteBuffer file) {
            this.file = file;
        }

        private static ByteBuffer linux() {
            ByteBuffer b = LinuxLoaderTest.kernel().putShort(0x236, (short) 1);
            return ByteBuffer.wrap(Arrays.copyOf(b.array(), b.capacity())).order(ByteOrder.LITTLE_ENDIAN);
        }

        ByteBuffer copy() {
            return ByteBuffer.wrap(file.array().clone()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    private boolean withModules = true;
    private int planned;
    private int refused;

    private void plan(byte[] content) {
        List<BootFile> modules = List.of(new BootFile("m x", new byte[100]), new BootFile("", new byte[0]));
        BootRequest request = new BootRequest(
                new BootFile("k", content),
                "quiet",
                withModules ? modules : List.of(),
                BootRequests.target(MEMORY, true));
        try {
            BootPlan plan = KernelLoader.planFor(request);
            for (BootPlan.Piece piece : plan.pieces()) {
                assertTrue(MEMORY.isBackedByRam(piece.physical(), piece.memorySize()), piece::toString);
                assertTrue(piece.length() <= piece.memorySize(), piece::toString);
                assertTrue(piece.offset() >= 0 && piece.length() >= 0, piece::toString);
                assertTrue(piece.offset() + piece.length() <= piece.source().length(), piece::toString);
            }
            planned++;
        } catch (BootException e) {
            assertTrue(e.getMessage().startsWith("k ") && !e.getMessage().contains("\n"), e.getMessage());
            refused++;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyByteAndEveryWordMayBeAnything(Format format) {
        withModules = format != Format.ELF;
        plan(format.copy().array());
        assertTrue(planned == 1, "the format itself is right");
        HEADERS.stream().filter(at -> at < format.file.capacity()).forEach(at -> {
            for (int value : VALUES) {
                plan(format.copy().put(at, (byte) value).array());
            }
            for (int i = 0; at % 4 == 0 && i < WORDS.length; i++) {
                plan(format.copy().putInt(at, WORDS[i]).array());
            }
        });
        assertTrue(refused > 50, "so many lies found: " + refused);
    }

    @ParameterizedTest
    @EnumSource
    void everyFileMayEndAnywhere(Format format) {
        for (int length = 1; length < format.file.capacity(); length += 7) {
            plan(Arrays.copyOf(format.file.array(), length));
        }
        assertTrue(refused > 5, "so many found cut short: " + refused);
    }

    @Test
    void severalLiesAtOnceAreNoWorse() {
        Random random = new Random(5);
        for (int i = 0; i < 9000; i++) {
            Format format = Format.values()[i % Format.values().length];
            ByteBuffer b = format.copy();
            for (int hits = 2 + random.nextInt(5); hits > 0; hits--) {
                int from = random.nextBoolean() ? 0 : Math.min(b.capacity() - 0x604, 0x1000);
                int at = Math.max(0, from) + random.nextInt(random.nextBoolean() ? 0x80 : 0x300);
                if (random.nextBoolean()) {
                    b.put(Math.min(at, b.capacity() - 1), (byte) random.nextInt());
                } else {
                    b.putInt(Math.min(at, b.capacity() - 4), WORDS[random.nextInt(WORDS.length)]);
                }
            }
            plan(b.array());
        }
        assertTrue(planned > 1000 && refused > 1000, planned + " planned, " + refused + " refused");
    }
}
