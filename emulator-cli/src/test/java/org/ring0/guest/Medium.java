package org.ring0.guest;

import java.nio.file.Path;
import java.util.List;
import org.ring0.core.device.BlockBackend;
import org.ring0.devices.board.BootDevice;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcDrives;
import org.ring0.devices.storage.image.Access;
import org.ring0.devices.storage.image.ImageOpener;

/** What an image is used as. Writes stay in memory. */
enum Medium {
    FLOPPY,
    DISK,
    CDROM;

    PcConfig in(PcConfig config, Path image) throws Exception {
        ImageOpener opener = new ImageOpener();
        List<BlockBackend> none = List.of();
        PcDrives drives = switch (this) {
            case FLOPPY -> PcDrives.of(List.of(opener.floppy(image, Access.SNAPSHOT)), none, none);
            case DISK -> PcDrives.of(none, List.of(opener.disk(image, Access.SNAPSHOT)), none);
            case CDROM -> PcDrives.of(none, none, List.of(opener.cdrom(image)));
        };
        return config.withDrives(drives).withBoot(List.of(BootDevice.valueOf(name())), false);
    }
}
