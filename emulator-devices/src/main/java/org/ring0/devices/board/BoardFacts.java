package org.ring0.devices.board;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.Fact;
import org.ring0.devices.board.boot.BootFile;

/** What a PC is, in words: a snapshot of one goes on in another one of which the same is true. */
final class BoardFacts {
    static final String CPU = "CPU";

    private BoardFacts() {}

    /** @param cpu the CPU model's name */
    static List<Fact> of(PcConfig config, String cpu) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("memory", config.memory() / PcConfig.MIB + "M"));
        facts.add(new Fact(CPU, cpu));
        facts.add(new Fact("clock", config.frequency() + " Hz"));
        facts.add(new Fact("BIOS", fingerprint(config.firmware().bios())));
        facts.add(new Fact("VGA BIOS", fingerprint(config.firmware().vgaBios())));
        facts.add(new Fact(
                "number of serial ports", Integer.toString(config.serial().size())));
        drives(config.drives(), facts);
        facts.add(new Fact("boot order", order(config.boot())));
        PcConfig.Kernel kernel = config.kernel();
        if (kernel != null) {
            facts.add(new Fact("kernel", fingerprint(kernel.file().content())));
            facts.add(new Fact("command line", "'" + kernel.commandLine() + "'"));
            int number = 0;
            for (BootFile module : kernel.modules()) {
                facts.add(new Fact("module " + ++number, fingerprint(module.content())));
            }
        }
        return facts;
    }

    private static void drives(PcDrives drives, List<Fact> facts) {
        for (int i = 0; i < drives.floppies().size(); i++) {
            facts.add(new Fact(
                    PcDrives.floppyName(i),
                    "a floppy drive with " + medium(drives.floppies().get(i))));
        }
        for (int i = 0; i < PcDrives.IDE_PLACES; i++) {
            PcDrives.IdeDrive drive = drives.ide().get(i);
            if (drive != null) {
                String kind = drive.cdrom() ? "a CD-ROM drive with " : "a hard disk with ";
                facts.add(new Fact(PcDrives.ideName(i), kind + medium(drive.medium())));
            }
        }
    }

    private static String medium(BlockBackend medium) {
        return medium == null ? "nothing" : medium.sectors() + " sectors" + (medium.readOnly() ? ", read-only" : "");
    }

    private static String order(PcConfig.BootOptions boot) {
        return boot.order().stream().map(BootDevice::toString).collect(Collectors.joining(", "))
                + (boot.menu() ? ", by menu" : "");
    }

    private static String fingerprint(byte[] content) {
        if (content.length == 0) {
            return "none";
        }
        CRC32C crc = new CRC32C();
        crc.update(content);
        return "%d bytes with checksum %08x".formatted(content.length, crc.getValue());
    }
}
