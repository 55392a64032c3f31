package org.ring0.guest;

import java.io.IOException;
import java.nio.file.Files;
import org.ring0.devices.board.PcConfig;
import org.ring0.firmware.Firmware;
import org.ring0.testing.GuestPackages;

/** The firmware that a guest is started by. */
enum Bios {
    OWN,
    SEABIOS;

    PcConfig in(PcConfig config) throws IOException {
        if (this == OWN) {
            return config.withFirmware(Firmware.bios(), Firmware.vgaBios());
        }
        return config.withFirmware(
                Files.readAllBytes(GuestPackages.file("/usr/share/seabios/bios-256k.bin", "seabios")),
                Files.readAllBytes(GuestPackages.file("/usr/share/seabios/vgabios-stdvga.bin", "seabios")));
    }
}
