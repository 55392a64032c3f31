package org.ring0.cli.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.memory.MemoryImage;
import org.ring0.core.snapshot.DiskContent;
import org.ring0.core.snapshot.Fact;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.StateFormatException;
import org.ring0.core.snapshot.StateReader;
import org.ring0.core.snapshot.file.SnapshotFile;

/** Tells what is in a snapshot that was loaded, which means that its checksums are right. */
final class SnapshotInfo {
    private static final String CPU = "cpu0";
    private static final int PAGE = 4096;

    private final Snapshot snapshot;
    private final Path file;

    SnapshotInfo(Snapshot snapshot, Path file) {
        this.snapshot = snapshot;
        this.file = file;
    }

    String text() throws IOException, SnapshotException {
        List<String> lines = new ArrayList<>();
        SavedCpu cpu = cpu();
        add(lines, "file", String.format(Locale.ROOT, "%,d bytes, all checksums right", Files.size(file)));
        Optional<String> base = SnapshotFile.baseOf(file);
        base.ifPresent(name -> add(lines, "changes since", name + ", which is whole and beside it"));
        add(
                lines,
                "taken after",
                String.format(Locale.ROOT, "%,d instructions, at cycle %,d", cpu.retired(), cpu.cycle()));
        snapshot.facts().forEach(fact -> add(lines, fact.name(), fact.value()));
        Held held = held();
        add(
                lines,
                "holds",
                String.format(
                        Locale.ROOT,
                        "%,d of %,d pages of 4 KiB, in %,d parts of 64 KiB",
                        held.pages,
                        snapshot.memory().length() / PAGE,
                        held.chunks));
        for (DiskContent disk : snapshot.disks()) {
            add(lines, "medium of " + disk.name(), medium(disk));
        }
        add(lines, "states", String.join(", ", snapshot.states().keySet()));
        for (Fact note : snapshot.notes()) {
            add(lines, "noted", (note.name() + " " + note.value()).strip());
        }
        return String.join("", lines);
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add("%-22s %s\n".formatted(name, value));
    }

    private static String medium(DiskContent disk) throws IOException {
        String own = String.format(
                Locale.ROOT, "%,d sectors, %,d clusters of 4 KiB here", disk.sectors(), disk.ownClusters().length);
        return own
                + (disk.hasRoot() ? ", the others in an image with checksum %08x".formatted(disk.rootChecksum()) : "");
    }

    /** Decompresses everything, and decodes the CPU's state. */
    void readAll() throws IOException, SnapshotException {
        cpu();
        held();
        byte[] cluster = new byte[DiskContent.CLUSTER];
        for (DiskContent disk : snapshot.disks()) {
            for (long number : disk.ownClusters()) {
                disk.readCluster(number, cluster);
            }
        }
    }

    private SavedCpu cpu() throws SnapshotException {
        byte[] state = snapshot.states().get(CPU);
        try {
            if (state != null) {
                return StateReader.decode(state, SavedCpu.untouched());
            }
        } catch (StateFormatException e) {
            // as below
        }
        throw new SnapshotException(file + " is damaged: the state of its CPU cannot be read");
    }

    /** How much of the memory is not zero. */
    private record Held(long chunks, long pages) {}

    private Held held() throws IOException {
        MemoryImage memory = snapshot.memory();
        byte[] buffer = new byte[MemoryImage.CHUNK];
        byte[] zeros = new byte[PAGE];
        long chunks = 0;
        long pages = 0;
        for (long i = 0; i < memory.chunks(); i++) {
            if (memory.read(i, buffer)) {
                chunks++;
                for (int at = 0; at < memory.size(i); at += PAGE) {
                    pages += Arrays.equals(buffer, at, at + PAGE, zeros, 0, PAGE) ? 0 : 1;
                }
            }
        }
        return new Held(chunks, pages);
    }
}
