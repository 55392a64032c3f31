package org.ring0.devices.board.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.MediumChecksum;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcDrives;

/** What a PC is, with all that it begins with: two of which the same is true run the same way. */
final class MachineIdentity {
    /** Registers, clock, and what devices hold at the beginning: the date and the seed are among that. */
    static final String BEGINNING = "state at the beginning";

    private MachineIdentity() {}

    /** @param board has not run since it was built or restored */
    static List<Fact> of(PcBoard board) throws IOException {
        List<Fact> facts = withoutBeginning(board);
        CRC32C crc = new CRC32C();
        board.machine().save().values().forEach(crc::update);
        facts.add(new Fact(BEGINNING, checksum((int) crc.getValue())));
        return facts;
    }

    /** Of a PC that is not where the run began. */
    static List<Fact> withoutBeginning(PcBoard board) throws IOException {
        List<Fact> facts = new ArrayList<>(board.facts());
        PcDrives drives = board.config().drives();
        for (int i = 0; i < drives.floppies().size(); i++) {
            add(facts, "floppy " + (char) ('A' + i), drives.floppies().get(i));
        }
        for (int i = 0; i < PcDrives.IDE_PLACES; i++) {
            PcDrives.IdeDrive drive = drives.ide().get(i);
            if (drive != null) {
                add(facts, "IDE drive " + i, drive.medium());
            }
        }
        return facts;
    }

    private static void add(List<Fact> facts, String drive, BlockBackend medium) throws IOException {
        if (medium != null) {
            facts.add(new Fact("image in " + drive, "one with " + checksum(MediumChecksum.of(medium))));
        }
    }

    private static String checksum(int value) {
        return "checksum %08x".formatted(value);
    }
}
