package org.ring0.devices.board;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.model.FeatureWord;
import org.ring0.devices.board.tables.FirmwareTables;
import org.ring0.devices.board.tables.PcFacts;
import org.ring0.devices.platform.FwCfgItems;
import org.ring0.devices.timer.Hpet;

/** What firmware learns through fw_cfg about this machine. */
final class FirmwareFacts {
    private static final int E820_RAM = 1;
    private static final int E820_ENTRY = 20;
    /** The timer is at the I/O APIC's input 2: firmware says so in the MultiProcessor table that it makes. */
    private static final int IRQ0_OVERRIDE = 0x8002;

    private static final int MENU_WAIT_MILLISECONDS = 3000;

    private FirmwareFacts() {}

    /** What the tables of ACPI and its kin tell. */
    static PcFacts facts(PcConfig config, PcMemoryMap.Layout layout, CpuModel cpu) {
        return new PcFacts(
                layout.ramBelowHole(),
                layout.ramAboveFourGib(),
                config.serial().size(),
                !config.drives().floppies().isEmpty(),
                new PcFacts.Cpu(
                        cpu.vendor(),
                        cpu.brand(),
                        cpu.signature(),
                        cpu.features().with(Feature.APIC).word(FeatureWord.LEAF_1_EDX),
                        (int) Math.min(config.frequency() / 1_000_000, 0xffff)),
                new PcFacts.Pages(PcMemoryMap.LOCAL_APIC, PcMemoryMap.IO_APIC, PcMemoryMap.HPET),
                Hpet.CAPABILITIES);
    }

    static FwCfgItems of(PcConfig config, PcMemoryMap.Layout layout, PcFacts facts) {
        int menu = config.boot().menu() ? 1 : 0;
        FwCfgItems items = new FwCfgItems();
        FirmwareTables.files(facts).forEach(items::file);
        return items.item(IRQ0_OVERRIDE, new byte[] {1})
                .item64(FwCfgItems.RAM_SIZE, config.memory())
                .item16(FwCfgItems.NOGRAPHIC, 0)
                .item16(FwCfgItems.NB_CPUS, 1)
                .item16(FwCfgItems.MAX_CPUS, 1)
                .item16(FwCfgItems.BOOT_MENU, menu)
                .file16("etc/boot-menu-wait", MENU_WAIT_MILLISECONDS)
                .file("etc/e820", ram(layout));
    }

    /** Where RAM is; what is reserved in it the firmware adds itself. */
    private static byte[] ram(PcMemoryMap.Layout layout) {
        boolean high = layout.ramAboveFourGib() > 0;
        ByteBuffer map = ByteBuffer.allocate(high ? 2 * E820_ENTRY : E820_ENTRY).order(ByteOrder.LITTLE_ENDIAN);
        map.putLong(0).putLong(layout.ramBelowHole()).putInt(E820_RAM);
        if (high) {
            map.putLong(PcMemoryMap.FOUR_GIB).putLong(layout.ramAboveFourGib()).putInt(E820_RAM);
        }
        return map.array();
    }
}
