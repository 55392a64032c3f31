package org.ring0.devices.board;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.ring0.devices.platform.FwCfgItems;

/** What firmware learns through fw_cfg about this machine. */
final class FirmwareFacts {
    private static final int E820_RAM = 1;
    private static final int E820_ENTRY = 20;
    private static final int MENU_WAIT_MILLISECONDS = 3000;

    private FirmwareFacts() {}

    static FwCfgItems of(PcConfig config, PcMemoryMap.Layout layout) {
        int menu = config.boot().menu() ? 1 : 0;
        return new FwCfgItems()
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
