package org.ring0.devices.board.tables;

import java.util.List;

/** The structures of the System Management BIOS Reference Specification 2.8: what the machine is called and made of. */
final class SystemManagementBios {
    static final String STRUCTURES = "etc/smbios/smbios-tables";
    static final String ANCHOR = "etc/smbios/smbios-anchor";

    private static final int OTHER_FAMILY = 1;
    private static final int UNKNOWN = 2;
    private static final int OTHER = 1;
    private static final int NO_HANDLE = 0xffff;
    private static final int NOT_GIVEN = 0xfffe;
    private static final int BIOS = 0x000;
    private static final int SYSTEM = 0x100;
    private static final int CHASSIS = 0x300;
    private static final int PROCESSOR = 0x400;
    private static final int MEMORY_ARRAY = 0x1000;
    private static final int MEMORY_DEVICE = 0x1100;
    private static final int MEMORY_MAPPED = 0x1300;
    private static final int BOOT = 0x2000;
    private static final int END = 0x7f00;
    private static final long FOUR_GIB = 0x1_0000_0000L;
    private static final long KIB = 1024;

    private final PcFacts facts;
    private final Blob t = new Blob(STRUCTURES, 16);
    private int count;
    private int longest;

    private SystemManagementBios(PcFacts facts) {
        this.facts = facts;
    }

    /**
     * The structures, and the entry point to them.
     *
     * @param withBios whether the BIOS is described, which firmware that there is does itself
     */
    static List<Blob> of(PcFacts facts, boolean withBios) {
        SystemManagementBios writer = new SystemManagementBios(facts);
        writer.structures(withBios);
        return List.of(writer.t, writer.anchor());
    }

    private Blob anchor() {
        Blob a = new Blob(ANCHOR, 16);
        a.ascii("_SM_").u8(0, 31, 2, 8).u16(longest).u8(0, 0, 0, 0, 0, 0);
        a.ascii("_DMI_")
                .u8(0)
                .u16(t.size())
                .pointer(4, STRUCTURES, 0)
                .u16(count)
                .u8(0x28);
        a.checksum(21, 16, 15);
        a.checksum(4, 0, 31);
        return a;
    }

    private void structures(boolean withBios) {
        if (withBios) {
            bios();
        }
        Blob system = new Blob(STRUCTURES, 1);
        system.u8(1, 2, 3, 0).zeros(16).u8(6, 0, 0);
        structure(1, SYSTEM, system, "ring0", "ring0 PC", "i440FX + PIIX3");
        Blob chassis = new Blob(STRUCTURES, 1);
        chassis.u8(1, OTHER, 0, 0, 0, 3, 3, 3, UNKNOWN).u32(0).u8(0, 0, 0, 0, 0);
        structure(3, CHASSIS, chassis, "ring0");
        processor();
        memory();
        Blob boot = new Blob(STRUCTURES, 1);
        boot.zeros(6).u8(0);
        structure(32, BOOT, boot);
        structure(127, END, new Blob(STRUCTURES, 1));
    }

    /** No characteristics given; a virtual machine. */
    private void bios() {
        Blob bios = new Blob(STRUCTURES, 1);
        bios.u8(1, 2).u16(0xf000).u8(3, 0).u64(8).u8(0, 0x10, 0, 0, 0xff, 0xff);
        structure(0, BIOS, bios, "ring0", "direct start", "01/01/2026");
    }

    private void processor() {
        Blob cpu = new Blob(STRUCTURES, 1);
        cpu.u8(1, 3, OTHER_FAMILY, 2)
                .u32(facts.cpu().signature())
                .u32(facts.cpu().features())
                .u8(3, 0);
        cpu.u16(100).u16(facts.cpu().megahertz()).u16(facts.cpu().megahertz()).u8(0x41, UNKNOWN);
        cpu.u16(NO_HANDLE).u16(NO_HANDLE).u16(NO_HANDLE).u8(0, 0, 0, 1, 1, 1);
        cpu.u16(UNKNOWN).u16(OTHER_FAMILY);
        structure(4, PROCESSOR, cpu, "CPU 0", facts.cpu().vendor(), facts.cpu().brand());
    }

    /** One module of memory, and what addresses it answers to. */
    private void memory() {
        long bytes = facts.ramBelowHole() + facts.ramAboveFourGib();
        Blob array = new Blob(STRUCTURES, 1);
        array.u8(1, 3, 3).u32(bytes / KIB).u16(NOT_GIVEN).u16(1).u64(0);
        structure(16, MEMORY_ARRAY, array);
        Blob device = new Blob(STRUCTURES, 1);
        device.u16(MEMORY_ARRAY).u16(NOT_GIVEN).u16(64).u16(64).u16((int) (bytes / KIB / KIB));
        device.u8(9, 0, 1, 0, 7)
                .u16(4)
                .u16(0)
                .u8(0, 0, 0, 0, 0)
                .u32(0)
                .u16(0)
                .u16(0)
                .u16(0)
                .u16(0);
        structure(17, MEMORY_DEVICE, device, "DIMM 0");
        mapped(0, 0, facts.ramBelowHole());
        if (facts.ramAboveFourGib() > 0) {
            mapped(1, FOUR_GIB, facts.ramAboveFourGib());
        }
    }

    private void mapped(int index, long first, long length) {
        Blob mapped = new Blob(STRUCTURES, 1);
        mapped.u32(first / KIB)
                .u32((first + length) / KIB - 1)
                .u16(MEMORY_ARRAY)
                .u8(1)
                .u64(0)
                .u64(0);
        structure(19, MEMORY_MAPPED + index, mapped);
    }

    private void structure(int type, int handle, Blob formatted, String... strings) {
        int at = t.size();
        t.u8(type, 4 + formatted.size()).u16(handle).raw(formatted.unplaced());
        for (String string : strings) {
            t.ascii(string).u8(0);
        }
        t.u8(0);
        if (strings.length == 0) {
            t.u8(0);
        }
        count++;
        longest = Math.max(longest, t.size() - at);
    }
}
