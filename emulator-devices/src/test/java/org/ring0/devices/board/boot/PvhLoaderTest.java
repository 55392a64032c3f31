package org.ring0.devices.board.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PvhLoaderTest {
    private static final int RAM_END = 0x200_0000;
    private static final E820Map MEMORY = E820Map.of(RAM_END, 0);

    private static BootPlan plan(ByteBuffer kernel, boolean longMode, BootFile... modules) throws BootException {
        BootFile file = new BootFile("vmlinux", kernel.array());
        BootTarget target = BootRequests.target(MEMORY, longMode);
        return KernelLoader.planFor(new BootRequest(file, "quiet", List.of(modules), target));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noteIsTheEntryPointAndEbxPointsToTheStartInformation(boolean is64) throws BootException {
        byte[] ramdisk = {1, 2, 3, 4, 5};
        BootPlan plan = plan(KernelFiles.pvh(is64, 0x10_0080), is64, new BootFile("initrd a b", ramdisk));
        BootPlan.Entry.Flat32 entry = (BootPlan.Entry.Flat32) plan.entry();
        assertEquals(0x10_0080, entry.eip());
        ByteBuffer memory = BootRequests.memory(plan, RAM_END);
        int info = entry.ebx();
        assertEquals(
                List.of(0x336e_c578, 1, 0, 1),
                List.of(0, 4, 8, 12).stream()
                        .map(at -> memory.getInt(info + at))
                        .toList());
        assertEquals("quiet", BootRequests.string(memory, memory.getLong(info + 24)));
        assertEquals(FirmwareStandIn.TABLES, memory.getLong(info + 32));
        int module = (int) memory.getLong(info + 16);
        assertEquals(0x10_2000, memory.getLong(module));
        assertEquals(5, memory.getLong(module + 8));
        assertEquals("initrd a b", BootRequests.string(memory, memory.getLong(module + 16)));
        assertEquals(3, memory.get(0x10_2002));
        int map = (int) memory.getLong(info + 40);
        assertEquals(MEMORY.entries().size(), memory.getInt(info + 48));
        assertEquals(0x9_fc00, memory.getLong(map + 8));
        assertEquals(1, memory.getInt(map + 16));
        assertEquals(0x10_0000, memory.getLong(map + 3 * 24));
    }

    @Test
    void kernelsFor64BitNeedACpuFor64Bit() {
        assertEquals(
                "vmlinux is a 64-bit kernel, and the CPU model a32 has no 64-bit mode: --cpu chooses another one",
                assertThrows(BootException.class, () -> plan(KernelFiles.pvh(true, 0x10_0080), false))
                        .getMessage());
    }

    @Test
    void entryPointOutsideTheSegmentsIsRefused() {
        assertEquals(
                "vmlinux has its PVH entry point, 102000, outside everything that it loads",
                assertThrows(BootException.class, () -> plan(KernelFiles.pvh(false, 0x10_2000), false))
                        .getMessage());
    }

    @Test
    void plain64BitElfIsRefusedWithWhatItLacks() {
        assertEquals(
                "vmlinux is a 64-bit ELF file with neither a multiboot header nor a PVH entry point",
                assertThrows(BootException.class, () -> plan(KernelFiles.elf(true), true))
                        .getMessage());
    }
}
