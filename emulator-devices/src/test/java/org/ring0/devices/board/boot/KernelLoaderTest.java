package org.ring0.devices.board.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelLoaderTest {
    private static final int MAGIC = 0x1badb002;
    private static final E820Map MEMORY = new E820Map(List.of(
            new E820Map.Entry(0, 0x9_fc00, E820Map.Type.RAM),
            new E820Map.Entry(0x10_0000, 0xf0_0000, E820Map.Type.RAM)));

    /** An ELF32 file of one segment at 1 MiB, virtual C0100000h, with a multiboot header of these flags unless negative. */
    private static ByteBuffer elf(int flags) {
        ByteBuffer b = ByteBuffer.allocate(0x1100).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, 0x464c457f).put(4, (byte) 1).put(5, (byte) 1).putShort(16, (short) 2);
        b.putShort(18, (short) 3).putInt(24, 0xc010_0010).putInt(28, 52);
        b.putShort(42, (short) 32).putShort(44, (short) 1);
        b.putInt(52, 1).putInt(56, 0x1000).putInt(60, 0xc010_0000).putInt(64, 0x10_0000);
        b.putInt(68, 0x100).putInt(72, 0x2000);
        if (flags >= 0) {
            b.putInt(0x1000, MAGIC).putInt(0x1004, flags).putInt(0x1008, -(MAGIC + flags));
        }
        return b;
    }

    private static BootRequest request(ByteBuffer kernel, BootFile... modules) {
        return BootRequests.of("/tmp/k.elf", kernel, "a=b", MEMORY, modules);
    }

    private static String refusal(ByteBuffer kernel) {
        return assertThrows(BootException.class, () -> KernelLoader.planFor(request(kernel)))
                .getMessage();
    }

    private static ByteBuffer memory(BootPlan plan) {
        return BootRequests.memory(plan, 0x100_0000);
    }

    private static String string(ByteBuffer memory, int at) {
        return BootRequests.string(memory, at);
    }

    @Test
    void elfEntersAtThePhysicalAddressOfItsVirtualEntry() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(elf(-1)));
        assertEquals(new BootPlan.Entry.Flat32(0x10_0010, 0, 0), plan.entry());
        BootPlan.Piece piece = plan.pieces().getFirst();
        assertEquals(List.of(0x10_0000L, 0x10_2000L), List.of(piece.physical(), piece.end()));
    }

    @Test
    void multibootPassesMemoryCommandLineAndName() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(elf(3)));
        BootPlan.Entry.Flat32 entry = (BootPlan.Entry.Flat32) plan.entry();
        assertEquals(0x2badb002, entry.eax());
        ByteBuffer memory = memory(plan);
        int info = entry.ebx();
        assertEquals(1 | 1 << 2 | 1 << 6 | 1 << 9 | 1 << 12, memory.getInt(info));
        assertEquals(639, memory.getInt(info + 4));
        assertEquals(0xf0_0000 >> 10, memory.getInt(info + 8));
        assertEquals("k.elf a=b", string(memory, memory.getInt(info + 16)));
        assertEquals("ring0", string(memory, memory.getInt(info + 64)));
    }

    @Test
    void multibootMemoryMapEntriesFollowOneAnotherBySize() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(elf(3)));
        ByteBuffer memory = memory(plan);
        int info = ((BootPlan.Entry.Flat32) plan.entry()).ebx();
        int map = memory.getInt(info + 48);
        assertEquals(48, memory.getInt(info + 44));
        assertEquals(20, memory.getInt(map));
        assertEquals(0x9_fc00, memory.getLong(map + 12));
        assertEquals(0x10_0000, memory.getLong(map + 28));
        assertEquals(1, memory.getInt(map + 44));
    }

    @Test
    void modulesArePageAlignedBehindTheKernelWithTheirStrings() throws BootException {
        byte[] one = {1, 2, 3};
        byte[] two = {4, 5};
        BootPlan plan = KernelLoader.planFor(request(
                elf(3), new BootFile("one x", one), new BootFile("two", two), new BootFile("empty", new byte[0])));
        ByteBuffer memory = memory(plan);
        int info = ((BootPlan.Entry.Flat32) plan.entry()).ebx();
        assertEquals(3, memory.getInt(info + 20));
        int list = memory.getInt(info + 24);
        assertEquals(0x10_2000, memory.getInt(list));
        assertEquals(0x10_2003, memory.getInt(list + 4));
        assertEquals("one x", string(memory, memory.getInt(list + 8)));
        assertEquals(0x10_3000, memory.getInt(list + 16));
        assertArrayEquals(two, Arrays.copyOfRange(memory.array(), 0x10_3000, 0x10_3002));
        assertEquals("two", string(memory, memory.getInt(list + 24)));
    }

    @Test
    void addressFieldsLoadAnyFormat() throws BootException {
        ByteBuffer b = ByteBuffer.allocate(0x400).order(ByteOrder.LITTLE_ENDIAN);
        int flags = 0x1_0003;
        b.putInt(0x40, MAGIC).putInt(0x44, flags).putInt(0x48, -(MAGIC + flags));
        b.putInt(0x4c, 0x20_0020)
                .putInt(0x50, 0x20_0000)
                .putInt(0x54, 0)
                .putInt(0x58, 0x20_1000)
                .putInt(0x5c, 0x20_0100);
        BootPlan plan = KernelLoader.planFor(request(b));
        BootPlan.Piece piece = plan.pieces().getFirst();
        assertEquals(new BootPlan.Piece(0x20_0000, new BootPlan.Bytes(b.array()), 0x20, 0x3e0, 0x1000), piece);
        assertEquals(0x20_0100, ((BootPlan.Entry.Flat32) plan.entry()).eip());
    }

    @Test
    void informationAvoidsAKernelInLowMemory() throws BootException {
        ByteBuffer b =
                elf(3).putInt(60, 0x8000).putInt(64, 0x8000).putInt(24, 0x8000).putInt(72, 0x9_0000);
        BootPlan.Entry.Flat32 entry =
                (BootPlan.Entry.Flat32) KernelLoader.planFor(request(b)).entry();
        assertTrue(entry.ebx() >= 0x9_8000, Integer.toHexString(entry.ebx()));
    }

    @Test
    void graphicsModeOfMultibootIsToldAsVbeDoes() throws BootException {
        int flags = 4;
        ByteBuffer b = elf(-1).putInt(0x1010, MAGIC).putInt(0x1014, flags).putInt(0x1018, -(MAGIC + flags));
        b.putInt(0x1030, 0).putInt(0x1034, 1024).putInt(0x1038, 768).putInt(0x103c, 32);
        BootPlan plan = KernelLoader.planFor(request(b));
        ByteBuffer memory = memory(plan);
        int info = ((BootPlan.Entry.Flat32) plan.entry()).ebx();
        assertEquals(1 << 11 | 1 << 12, memory.getInt(info) & 0xf800);
        assertEquals(0x4153_4556, memory.getInt(memory.getInt(info + 72)), "VESA");
        assertEquals(0xfd00_0000, memory.getInt(memory.getInt(info + 76) + 0x28));
        assertEquals(0x4144, memory.getInt(info + 80), "with the linear frame buffer");
        assertEquals(0, memory.getInt(info + 84), "no interface in protected mode");
    }

    /** The ELF file with a Multiboot2 header of these tag words in place of the first one's. */
    private static ByteBuffer multiboot2(int... tags) {
        int magic = 0xe85250d6;
        int length = 16 + 4 * tags.length;
        ByteBuffer b = elf(-1).putInt(0x1010, magic).putInt(0x1014, 0).putInt(0x1018, length);
        b.putInt(0x101c, -(magic + length));
        for (int i = 0; i < tags.length; i++) {
            b.putInt(0x1020 + 4 * i, tags[i]);
        }
        return b;
    }

    @Test
    void multiboot2PassesTagsUpToTheEndTag() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(multiboot2(0, 8), new BootFile("m", new byte[] {7})));
        BootPlan.Entry.Flat32 entry = (BootPlan.Entry.Flat32) plan.entry();
        assertEquals(0x36d76289, entry.eax());
        assertEquals(0x10_0010, entry.eip());
        ByteBuffer memory = memory(plan);
        int info = entry.ebx();
        List<Integer> types = new ArrayList<>();
        int at = info + 8;
        while (memory.getInt(at) != 0) {
            types.add(memory.getInt(at));
            if (memory.getInt(at) == 1) {
                assertEquals("k.elf a=b", string(memory, at + 8));
            } else if (memory.getInt(at) == 3) {
                assertEquals(7, memory.get(memory.getInt(at + 8)));
            }
            at += memory.getInt(at + 4) + 7 & ~7;
        }
        assertEquals(List.of(1, 2, 4, 6, 14, 15, 8, 3), types);
        assertEquals(memory.getInt(info), at + 8 - info);
    }

    @Test
    void multiboot2EntryTagOverridesTheElfEntry() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(multiboot2(3, 12, 0x10_0040, 0, 0, 8)));
        assertEquals(0x10_0040, ((BootPlan.Entry.Flat32) plan.entry()).eip());
    }

    @Test
    void multiboot2RefusesWhatItMustAndIgnoresWhatItMay() throws BootException {
        assertTrue(refusal(multiboot2(99, 8, 0, 8)).contains("tag 99"));
        KernelLoader.planFor(request(multiboot2(99 | 1 << 16, 8, 0, 8)));
        assertTrue(refusal(multiboot2(1, 12, 77, 0, 0, 8)).contains("type 77"));
        assertTrue(refusal(multiboot2(5, 0)).contains("cut short"));
        assertTrue(refusal(multiboot2()).contains("end tag"));
    }

    @Test
    void elfOfAnotherMachineIsRefusedInOneSentence() {
        assertEquals(
                "/tmp/k.elf is an ELF file for another machine (e_machine 40), not for the x86",
                refusal(elf(-1).putShort(18, (short) 40)));
        assertTrue(
                refusal(elf(-1).put(5, (byte) 2).putShort(18, (short) 0x1400)).contains("(e_machine 20)"));
        assertTrue(refusal(elf(-1).put(4, (byte) 2).putShort(18, (short) 183)).contains("another machine"));
        assertTrue(refusal(elf(-1).putShort(18, (short) 62)).contains("x32"));
    }

    @Test
    void elfThatEndsInItsHeaderIsCutShort() {
        assertEquals(
                "/tmp/k.elf is cut short: the header of an ELF file has 52 bytes, the file 40",
                refusal(ByteBuffer.wrap(Arrays.copyOf(elf(-1).array(), 40))));
        assertTrue(refusal(
                        ByteBuffer.wrap(Arrays.copyOf(elf(-1).put(4, (byte) 2).array(), 60)))
                .contains("has 64 bytes, the file 60"));
    }

    @Test
    void damagedHeadersAreRefused() {
        assertTrue(refusal(elf(3).putInt(28, -1)).contains("cut short"));
        assertTrue(refusal(elf(3).putInt(56, 0x1001)).contains("cut short"));
        assertTrue(refusal(elf(3).putInt(72, 0x10)).contains("larger in the file"));
        assertTrue(refusal(elf(3).putInt(24, 0x1234)).contains("entry point"));
        assertTrue(refusal(elf(3).putInt(64, 0x9_f000)).contains("no RAM"));
        assertTrue(refusal(elf(3).putInt(72, -1)).contains("no RAM"));
        assertTrue(refusal(elf(3).putShort(44, (short) -1)).contains("cut short"));
        assertTrue(refusal(elf(7 | 1 << 3)).contains("features"));
        assertTrue(refusal(ByteBuffer.allocate(100)).contains("no kernel"));
    }

    @Test
    void overlappingSegmentsAreRefused() {
        ByteBuffer b = elf(3).putShort(44, (short) 2);
        b.put(84, b, 52, 32);
        assertTrue(refusal(b).contains("overlap"));
    }

    @Test
    void randomDamageIsRefusedOrPlannedButNeverThrowsAnythingElse() {
        Random random = new Random(7);
        List<ByteBuffer> seeds = new ArrayList<>(
                List.of(elf(3), elf(-1), elf(0x1_0003), multiboot2(2, 24, 0x10_0000, 0x10_0000, 0, 0, 0, 8)));
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer b = ByteBuffer.wrap(seeds.get(i % 4).array().clone());
            int hits = 1 + random.nextInt(4);
            for (int j = 0; j < hits; j++) {
                int at = random.nextBoolean() ? random.nextInt(100) : 0x1004 + random.nextInt(0x40);
                b.put(at, (byte) random.nextInt());
            }
            try {
                KernelLoader.planFor(request(b));
            } catch (BootException e) {
                assertTrue(e.getMessage().startsWith("/tmp/k.elf "), e.getMessage());
            }
        }
    }

    @Test
    void programWithoutAnAddressOfItsOwnIsNoKernel() throws Exception {
        ByteBuffer library = KernelFiles.elf(false).putShort(16, (short) 3);
        KernelLoader.planFor(request(library));
        library.putInt(64, 0);
        BootException refused = assertThrows(BootException.class, () -> KernelLoader.planFor(request(library)));
        assertTrue(refused.getMessage().contains("shared library"), refused.getMessage());
    }
}
