package org.ring0.devices.board.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Multiboot2LoaderTest {
    private static final int RAM_END = 0x200_0000;
    private static final E820Map MEMORY = E820Map.of(RAM_END, 0);
    private static final int COMMAND_LINE = 1;
    private static final int VBE = 7;
    private static final int FRAMEBUFFER = 8;
    private static final int SECTIONS = 9;
    private static final int LOAD_BASE = 21;

    private static BootPlan plan(ByteBuffer kernel) throws BootException {
        return KernelLoader.planFor(BootRequests.of("k", kernel, "x", MEMORY));
    }

    private static String refusal(ByteBuffer kernel) {
        return assertThrows(BootException.class, () -> plan(kernel)).getMessage();
    }

    private static BootPlan.Entry.Flat32 entry(BootPlan plan) {
        return (BootPlan.Entry.Flat32) plan.entry();
    }

    /** The content of each tag of the information structure. */
    private static Map<Integer, ByteBuffer> tags(BootPlan plan) {
        ByteBuffer memory = BootRequests.memory(plan, RAM_END);
        Map<Integer, ByteBuffer> tags = new TreeMap<>();
        int at = entry(plan).ebx() + 8;
        for (; memory.getInt(at) != 0; at += memory.getInt(at + 4) + 7 & ~7) {
            byte[] content = Arrays.copyOfRange(memory.array(), at + 8, at + memory.getInt(at + 4));
            tags.put(memory.getInt(at), ByteBuffer.wrap(content).order(memory.order()));
        }
        return tags;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void elfOfBothClassesIsLoadedAndToldOfItsSymbols(boolean is64) throws BootException {
        BootPlan plan = plan(KernelFiles.elf(is64, KernelFiles.multiboot2(0, 8)));
        assertEquals(KernelFiles.ENTRY, entry(plan).eip());
        ByteBuffer sections = tags(plan).get(SECTIONS);
        assertEquals(
                List.of(4, is64 ? 64 : 40, 3), List.of(sections.getInt(0), sections.getInt(4), sections.getInt(8)));
        int symbols = 12 + 2 * (is64 ? 64 : 40) + (is64 ? 16 : 12);
        int address = sections.getInt(symbols);
        ByteBuffer memory = BootRequests.memory(plan, RAM_END);
        byte[] expected = KernelFiles.SYMBOLS;
        assertArrayEquals(expected, Arrays.copyOfRange(memory.array(), address, address + expected.length));
        assertEquals(
                KernelFiles.PHYSICAL, sections.getInt(12 + (is64 ? 64 + 16 : 40 + 12)), "a loaded section stays there");
    }

    @Test
    void rootPointersAreCopied() throws BootException {
        Map<Integer, ByteBuffer> tags = tags(plan(KernelFiles.elf(false, KernelFiles.multiboot2(0, 8))));
        assertArrayEquals(Arrays.copyOf(BootRequests.TABLES, 20), tags.get(14).array());
        assertArrayEquals(Arrays.copyOf(BootRequests.TABLES, 36), tags.get(15).array());
        assertEquals("k x", BootRequests.string(tags.get(COMMAND_LINE), 0));
        assertFalse(tags.containsKey(LOAD_BASE), "only kernels that can be moved are told");
    }

    /** The image of 2000h bytes is linked to 100000h. */
    @ParameterizedTest
    @CsvSource({
        "0, FFFFFFFF, 1000, 0, 100000",
        "0, FFFFFFFF, 1000, 1, 100000",
        "0, FFFFFFFF, 1000, 2, 1FFE000",
        "200000, FFFFFFFF, 1000, 0, 200000",
        "280000, FFFFFFFF, 200000, 0, 400000",
        "0, FFFFFF, 200000, 2, E00000",
        "0, 20FFF, 10000, 1, 10000",
        "0, FFFFFFFF, B000, 2, 1FF8000"
    })
    void relocatableKernelIsMovedAndToldWhere(String min, String max, String align, int preference, String base)
            throws BootException {
        int[] tag = {
            10,
            24,
            Integer.parseInt(min, 16),
            Integer.parseUnsignedInt(max, 16),
            Integer.parseInt(align, 16),
            preference
        };
        int[] words = Arrays.copyOf(tag, 8);
        words[7] = 8;
        BootPlan plan = plan(KernelFiles.elf(true, KernelFiles.multiboot2(words)));
        int expected = Integer.parseInt(base, 16);
        assertEquals(expected, plan.pieces().getFirst().physical());
        assertEquals(expected, tags(plan).get(LOAD_BASE).getInt(0));
        assertEquals(
                expected + KernelFiles.ENTRY - KernelFiles.PHYSICAL, entry(plan).eip());
    }

    @Test
    void relocatableKernelWithoutAPlaceIsRefused() {
        String refusal = refusal(
                KernelFiles.elf(false, KernelFiles.multiboot2(10, 24, 0x400_0000, 0x500_0000, 0x1000, 0, 0, 8)));
        assertEquals(
                "k can be moved to 4000000 to 5000000 only, where the machine has no 8192 bytes of RAM for it",
                refusal);
        assertTrue(refusal(KernelFiles.elf(false, KernelFiles.multiboot2(10, 24, 0, 0xfff, 1, 0, 0, 8)))
                .contains("can be moved"));
    }

    @Test
    void addressTagLoadsAnyFormatAndCanBeMoved() throws BootException {
        int[] address = {2, 24, 0x10_0010, 0x10_0000, 0, 0x10_3000, 3, 12, 0x10_0080, 0};
        int[] end = {0, 8};
        BootPlan plan = plan(KernelFiles.flat(0x10, KernelFiles.multiboot2(KernelFiles.words(address, end))));
        assertEquals(0x10_0080, entry(plan).eip());
        assertEquals(0x10_0000, plan.pieces().getFirst().physical());
        assertEquals(0x3000, plan.pieces().getFirst().memorySize());
        int[] movable = {10, 24, 0x80_0000, -1, 0x1000, 1};
        plan = plan(KernelFiles.flat(0x10, KernelFiles.multiboot2(KernelFiles.words(address, movable, end))));
        assertEquals(0x80_0080, entry(plan).eip());
        address[3] = -1;
        plan = plan(KernelFiles.flat(0x10, KernelFiles.multiboot2(KernelFiles.words(address, end))));
        assertEquals(0x10_0000, plan.pieces().getFirst().physical(), "-1: from the file's beginning");
        assertTrue(refusal(KernelFiles.flat(0x10, KernelFiles.multiboot2(2, 24, 0x10_0010, 0x10_0000, 0, 0, 0, 8)))
                .contains("without an entry address"));
    }

    @Test
    void frameBufferIsSetAsWishedOrAsUsual() throws BootException {
        BootPlan plan = plan(KernelFiles.elf(false, KernelFiles.multiboot2(5, 20, 800, 600, 16, 0, 0, 8)));
        assertEquals(new VideoMode(800, 600, 16), plan.video());
        ByteBuffer tag = tags(plan).get(FRAMEBUFFER);
        assertEquals(0xfd00_0000L, tag.getLong(0));
        assertEquals(List.of(1600, 800, 600), List.of(tag.getInt(8), tag.getInt(12), tag.getInt(16)));
        assertArrayEquals(new byte[] {16, 1, 0, 0, 11, 5, 5, 6, 0, 5}, Arrays.copyOfRange(tag.array(), 20, 30));
        ByteBuffer vbe = tags(plan).get(VBE);
        assertEquals(List.of(0x4114, 8 + 512 + 256), List.of((int) vbe.getShort(0), vbe.capacity()));
        assertEquals(0x4153_4556, vbe.getInt(8));
        assertEquals(0xfd00_0000, vbe.getInt(8 + 512 + 0x28));
        plan = plan(KernelFiles.elf(false, KernelFiles.multiboot2(5, 20, 0, 0, 0, 0, 0, 8)));
        assertEquals(new VideoMode(1024, 768, 32), plan.video());
        plan = plan(KernelFiles.elf(false, KernelFiles.multiboot2(5, 20, -1, -1, -1, 0, 0, 8)));
        assertEquals(new VideoMode(1024, 768, 32), plan.video());
    }

    @Test
    void modeWithoutANumberIsToldAsFrameBufferAlone() throws BootException {
        BootPlan plan = plan(KernelFiles.elf(false, KernelFiles.multiboot2(5, 20, 808, 600, 16, 0, 0, 8)));
        assertEquals(808, tags(plan).get(FRAMEBUFFER).getInt(12));
        assertFalse(tags(plan).containsKey(VBE));
    }

    @Test
    void managementTablesAreCopied() throws BootException {
        byte[] tables = Arrays.copyOf(BootRequests.TABLES, 0x80);
        ByteBuffer all = ByteBuffer.wrap(tables).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        all.putInt(0x40, 0x5f4d_535f).put(0x46, (byte) 2).put(0x47, (byte) 8);
        all.putShort(0x56, (short) 6)
                .putInt(0x58, FirmwareStandIn.TABLES + 0x70)
                .putInt(0x70, 127 | 4 << 8);
        BootFile kernel = new BootFile(
                "k",
                KernelFiles.elf(false, KernelFiles.multiboot2(1, 12, 13, 0, 0, 8))
                        .array());
        BootTarget target = new BootTarget(MEMORY, "a32", false, tables);
        BootPlan plan = KernelLoader.planFor(new BootRequest(kernel, "x", List.of(), target));
        assertArrayEquals(
                new byte[] {2, 8, 0, 0, 0, 0, 0, 0, 127, 4, 0, 0, 0, 0},
                tags(plan).get(13).array());
    }

    @Test
    void textScreenIsToldToKernelsThatCanUseIt() throws BootException {
        BootPlan plan = plan(KernelFiles.elf(false, KernelFiles.multiboot2(4, 12, 3, 0, 0, 8)));
        assertNull(plan.video());
        assertEquals(0xb_8000, tags(plan).get(FRAMEBUFFER).getLong(0));
        plan = plan(KernelFiles.elf(false, KernelFiles.multiboot2(4, 12, 0, 0, 0, 8)));
        assertFalse(tags(plan).containsKey(FRAMEBUFFER));
        assertEquals(
                "k requires a console, but supports neither a text screen nor a frame buffer",
                refusal(KernelFiles.elf(false, KernelFiles.multiboot2(4, 12, 1, 0, 0, 8))));
    }

    @Test
    void damagedTagsAreRefused() {
        assertEquals(
                "k has a multiboot header whose tag 2 is too short: 16 bytes",
                refusal(KernelFiles.elf(false, KernelFiles.multiboot2(2, 16, 0, 0, 0, 8))));
        assertTrue(refusal(KernelFiles.elf(false, KernelFiles.multiboot2(1, 12, 22, 0, 0, 8)))
                .contains("type 22"));
    }

    @Test
    void brokenSectionHeadersAreLeftOut() throws BootException {
        ByteBuffer b = KernelFiles.elf(false, KernelFiles.multiboot2(0, 8));
        b.putInt(32, 0x7fff_ffff);
        assertFalse(tags(plan(b)).containsKey(SECTIONS));
    }
}
