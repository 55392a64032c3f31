package org.ring0.devices.board.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinuxLoaderTest {
    private static final int RAM_END = 0x200_0000;
    private static final int SETUP = 5 * 512;
    private static final int CODE = 0x80;

    /** A kernel of protocol 2.15 as they are built today: relocatable, rather at 16 MiB, of 1 MiB while it starts. */
    static ByteBuffer kernel() {
        ByteBuffer b = ByteBuffer.allocate(SETUP + CODE).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0x1f4, CODE / 16).putShort(0x1fe, (short) 0xaa55).putShort(0x200, (short) 0x6aeb);
        b.putInt(0x202, 0x5372_6448)
                .putShort(0x206, (short) 0x20f)
                .put(0x211, (byte) 1)
                .putInt(0x214, 0x10_0000);
        b.putInt(0x218, -1).putInt(0x21c, -1).putInt(0x22c, 0x7fff_ffff).putInt(0x230, 0x100_0000);
        b.put(0x234, (byte) 1).putInt(0x238, 2047).putLong(0x258, 0x100_0000).putInt(0x260, 0x10_0000);
        for (int i = 0; i < CODE; i++) {
            b.put(SETUP + i, (byte) (i + 1));
        }
        return b;
    }

    private static BootRequest request(ByteBuffer kernel, String commandLine, BootFile... modules) {
        return BootRequests.of("/boot/vmlinuz", kernel, commandLine, E820Map.of(RAM_END, 0), modules);
    }

    private static BootFile initrd(int length) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 7);
        return new BootFile("initrd", content);
    }

    private static BootPlan.Entry.Flat32 entry(BootPlan plan) {
        return (BootPlan.Entry.Flat32) plan.entry();
    }

    private static String refusal(ByteBuffer kernel, String commandLine, BootFile... modules) {
        return assertThrows(BootException.class, () -> KernelLoader.planFor(request(kernel, commandLine, modules)))
                .getMessage();
    }

    private static String refusal(ByteBuffer kernel) {
        return refusal(kernel, "");
    }

    private static ByteBuffer memory(BootPlan plan) {
        return BootRequests.memory(plan, RAM_END);
    }

    @Test
    void relocatableKernelIsEnteredWhereItWouldRatherBe() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(kernel(), ""));
        assertEquals(0x100_0000, entry(plan).eip());
        ByteBuffer memory = memory(plan);
        assertArrayEquals(
                Arrays.copyOfRange(kernel().array(), SETUP, SETUP + CODE),
                Arrays.copyOfRange(memory.array(), 0x100_0000, 0x100_0000 + CODE));
        assertEquals(0x100_0000, memory.getInt(entry(plan).esi() + 0x214));
    }

    @Test
    void olderKernelsAreEnteredAtOneMebibyte() throws BootException {
        for (int version : new int[] {0x202, 0x205, 0x209}) {
            ByteBuffer b = kernel().putShort(0x206, (short) version);
            assertEquals(0x10_0000, entry(KernelLoader.planFor(request(b, ""))).eip());
        }
        ByteBuffer fixed = kernel().put(0x234, (byte) 0);
        assertEquals(0x10_0000, entry(KernelLoader.planFor(request(fixed, ""))).eip());
    }

    @Test
    void segmentsOfTheProtocolAreInTheDescriptorTable() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(kernel(), ""));
        BootPlan.Gdt gdt = entry(plan).gdt();
        assertEquals(List.of(0x10, 0x18, 0x1f), List.of(gdt.code(), gdt.data(), gdt.limit()));
        ByteBuffer memory = memory(plan);
        assertEquals(0x00cf_9b00_0000_ffffL, memory.getLong(gdt.base() + 0x10));
        assertEquals(0x00cf_9300_0000_ffffL, memory.getLong(gdt.base() + 0x18));
        assertEquals(List.of(0, 0), List.of(entry(plan).eax(), entry(plan).ebx()));
    }

    @Test
    void kernelWithA64BitEntryIsEnteredThereInLongModeWithMemoryMappedOntoItself() throws BootException {
        BootFile file =
                new BootFile("vmlinuz", kernel().putShort(0x236, (short) 1).array());
        BootTarget target = BootRequests.target(E820Map.of(RAM_END, 0), true);
        BootPlan plan = KernelLoader.planFor(new BootRequest(file, "", List.of(), target));
        BootPlan.Entry.Long64 entry = (BootPlan.Entry.Long64) plan.entry();
        assertEquals(0x100_0200, entry.rip());
        ByteBuffer memory = memory(plan);
        assertEquals(0x5372_6448, memory.getInt((int) entry.rsi() + 0x202));
        assertEquals(
                0x00af_9b00_0000_ffffL,
                memory.getLong(entry.gdt().base() + entry.gdt().code()));
        assertEquals(
                0x00cf_9300_0000_ffffL,
                memory.getLong(entry.gdt().base() + entry.gdt().data()));
        for (long address : new long[] {0, 0x1f_ffff, 0x100_0200, 0x8000_0000L, 0xffff_ffffL}) {
            assertEquals(address, translated(memory, entry.pageTables(), address));
        }
    }

    /** Walks tables of pages of 2 MiB. */
    private static long translated(ByteBuffer memory, long tables, long address) {
        long table = tables;
        for (int shift : new int[] {39, 30, 21}) {
            long entry = memory.getLong((int) (table + 8 * (address >> shift & 511)));
            assertEquals(shift == 21 ? 0x83 : 3, entry & 0xfff);
            table = entry & -0x1000;
        }
        return table + (address & 0x1f_ffff);
    }

    @Test
    void kernelWithoutA64BitEntryIsEnteredIn32BitCodeOnEveryCpu() throws BootException {
        BootTarget target = BootRequests.target(E820Map.of(RAM_END, 0), true);
        BootFile file = new BootFile("vmlinuz", kernel().array());
        BootPlan plan = KernelLoader.planFor(new BootRequest(file, "", List.of(), target));
        assertEquals(0x100_0000, entry(plan).eip());
    }

    @Test
    void zeroPageHoldsTheHeaderTheMapTheScreenAndTheRootPointer() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(kernel(), "quiet vga=0x317"));
        ByteBuffer memory = memory(plan);
        int page = entry(plan).esi();
        assertEquals(0x5372_6448, memory.getInt(page + 0x202));
        assertEquals((byte) 0xff, memory.get(page + 0x210));
        assertEquals(0x317, memory.getShort(page + 0x1fa));
        assertEquals(0, memory.get(page + 0x1ef), "the sentinel of a loader that has cleared the page");
        assertEquals(List.of(0, 0), List.of(memory.getInt(page + 0x218), memory.getInt(page + 0x21c)));
        assertEquals(8, memory.get(page + 0x1e8));
        assertEquals(0x9_fc00, memory.getLong(page + 0x2d0 + 8));
        assertEquals(0x10_0000, memory.getLong(page + 0x2d0 + 3 * 20));
        assertEquals(1, memory.getInt(page + 0x2d0 + 3 * 20 + 16));
        assertEquals(RAM_END - 0x10_0000 >> 10, memory.getInt(page + 0x1e0));
        assertEquals(FirmwareStandIn.TABLES, memory.getLong(page + 0x70));
        assertEquals(List.of((byte) 80, (byte) 25), List.of(memory.get(page + 7), memory.get(page + 0xe)));
    }

    @Test
    void graphicsModeOfTheCommandLineIsSetAndTold() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(kernel(), "vga=789"));
        assertEquals(new VideoMode(800, 600, 24), plan.video());
        ByteBuffer memory = memory(plan);
        int page = entry(plan).esi();
        assertEquals(0x23, memory.get(page + 0xf));
        assertEquals(0x0258_0320, memory.getInt(page + 0x12));
        assertEquals(24, memory.getShort(page + 0x16));
        assertEquals(0xfd00_0000, memory.getInt(page + 0x18));
        assertEquals(256, memory.getInt(page + 0x1c), "16 MiB");
        assertEquals(2400, memory.getShort(page + 0x24));
        byte[] fields = {8, 16, 8, 8, 8, 0, 0, 0};
        assertArrayEquals(fields, Arrays.copyOfRange(memory.array(), page + 0x26, page + 0x2e));
        for (String other : List.of("vga=ask", "vga=normal", "vga=0x301", "vga=0xf00", "vga=0xffff", "vga=0", "")) {
            plan = KernelLoader.planFor(request(kernel(), other));
            assertNull(plan.video(), other);
            assertEquals(1, memory(plan).get(entry(plan).esi() + 0xf), "the text screen");
        }
    }

    @Test
    void commandLineIsWhatTheUserAppendedAndEndsWithZero() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(kernel(), "console=ttyS0 é"));
        ByteBuffer memory = memory(plan);
        int at = memory.getInt(entry(plan).esi() + 0x228);
        byte[] expected = "console=ttyS0 é\0".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(expected, Arrays.copyOfRange(memory.array(), at, at + expected.length));
        assertTrue(at + expected.length <= 0x9_fc00);
    }

    @Test
    void ramdiskLiesAsHighAsRamTheKernelAndTheCommandLineAllow() throws BootException {
        assertEquals(List.of(0x1ff_e000, 0x1001), ramdisk(KernelLoader.planFor(request(kernel(), "", initrd(0x1001)))));
        ByteBuffer lower = kernel().putInt(0x22c, 0x17f_ffff);
        assertEquals(List.of(0x17f_f000, 0x1000), ramdisk(KernelLoader.planFor(request(lower, "", initrd(0x1000)))));
        String limited = "mem=1k mem=28M";
        assertEquals(List.of(0x1bf_f000, 5), ramdisk(KernelLoader.planFor(request(kernel(), limited, initrd(5)))));
    }

    private static List<Integer> ramdisk(BootPlan plan) {
        ByteBuffer memory = memory(plan);
        int page = entry(plan).esi();
        int at = memory.getInt(page + 0x218);
        int length = memory.getInt(page + 0x21c);
        assertEquals(List.of((byte) 7, (byte) 7), List.of(memory.get(at), memory.get(at + length - 1)));
        return List.of(at, length);
    }

    @Test
    void severalRamdisksFollowOneAnotherAtMultiplesOfFour() throws BootException {
        BootPlan plan = KernelLoader.planFor(request(kernel(), "", initrd(5), initrd(2)));
        ByteBuffer memory = memory(plan);
        int at = memory.getInt(entry(plan).esi() + 0x218);
        assertEquals(12, memory.getInt(entry(plan).esi() + 0x21c));
        byte[] expected = {7, 7, 7, 7, 7, 0, 0, 0, 7, 7, 0, 0};
        assertArrayEquals(expected, Arrays.copyOfRange(memory.array(), at, at + 12));
    }

    @Test
    void whatCannotBeStartedIsRefusedInOneSentence() {
        assertEquals(
                "/boot/vmlinuz speaks version 2.01 of the Linux boot protocol, older than 2.02",
                refusal(kernel().putShort(0x206, (short) 0x201)));
        assertTrue(refusal(kernel().put(0x211, (byte) 0)).contains("zImage"));
        assertEquals(
                "/boot/vmlinuz is a 64-bit kernel, and the CPU model a32 has no 64-bit mode: --cpu chooses another one",
                refusal(kernel().putShort(0x236, (short) 1)));
        assertTrue(refusal(kernel().putInt(0x1f4, CODE / 16 + 1)).contains("cut short"));
        assertTrue(refusal(kernel().put(0x1f1, (byte) 40)).contains("cut short"));
        assertTrue(refusal(kernel().put(0x201, (byte) 0x20)).contains("setup header"));
        assertEquals(
                "/boot/vmlinuz needs the memory from 1000000 to 2100000, which this machine does not have",
                refusal(kernel().putInt(0x260, 0x110_0000)));
        assertTrue(refusal(kernel().putLong(0x258, -1)).contains("does not have"));
        assertTrue(refusal(kernel().putLong(0x258, 0x8000)).contains("below 1 MiB"));
    }

    @Test
    void whatDoesNotFitBesideTheKernelIsRefusedInOneSentence() {
        assertEquals(
                "/boot/vmlinuz leaves no room for a RAM disk of 15728641 bytes: it has to lie between 1100000 and"
                        + " 80000000, in RAM",
                refusal(kernel(), "", initrd(0xf0_0001)));
        assertEquals(
                "/boot/vmlinuz takes a command line of 2047 bytes at most, this one has 2048",
                refusal(kernel(), "x".repeat(2048)));
        assertTrue(refusal(kernel().putShort(0x206, (short) 0x205), "x".repeat(256))
                .contains("255 bytes"));
        assertTrue(refusal(kernel().putInt(0x238, -1), "x".repeat(0xa_0000)).contains("cannot be given"));
    }

    @Test
    void unreadableLoaderOptionsAreLeftToTheKernel() {
        for (String text : List.of("", "mem=", "mem=x", "mem=-4M", "mem=nopentium", "vga=", "vga=x")) {
            assertEquals(Long.MAX_VALUE, new KernelOptions(text).memoryEnd(), text);
        }
        assertEquals(0x10_0000, new KernelOptions("a mem=0x400K b").memoryEnd());
        assertEquals(0x1e, new KernelOptions("mem=0x1e").memoryEnd());
        assertEquals(Long.MAX_VALUE, new KernelOptions("mem=99999999999E").memoryEnd());
        assertEquals(0xffff, new KernelOptions("").videoMode());
        assertEquals(0xfffd, new KernelOptions("vga=ext vga=ask").videoMode());
    }

    @Test
    void randomDamageIsRefusedOrPlannedButNeverThrowsAnythingElse() {
        Random random = new Random(11);
        int planned = 0;
        for (int i = 0; i < 20_000; i++) {
            ByteBuffer b = kernel();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                b.put(0x1f1 + random.nextInt(0x80), (byte) random.nextInt());
            }
            b.put(0x211, (byte) 1).putShort(0x1fe, (short) 0xaa55).putInt(0x202, 0x5372_6448);
            ByteBuffer cut = random.nextInt(4) == 0
                    ? ByteBuffer.wrap(Arrays.copyOf(b.array(), 0x206 + random.nextInt(SETUP)))
                    : b;
            try {
                BootPlan plan = KernelLoader.planFor(request(cut, "mem=30M", initrd(random.nextInt(0x1000))));
                for (BootPlan.Piece piece : plan.pieces()) {
                    assertTrue(E820Map.of(RAM_END, 0).isUsable(piece.physical(), piece.memorySize()), piece::toString);
                }
                planned++;
            } catch (BootException e) {
                assertTrue(e.getMessage().startsWith("/boot/vmlinuz "), e.getMessage());
            }
        }
        assertTrue(planned > 1000, "kernels that are still whole: " + planned);
    }
}
