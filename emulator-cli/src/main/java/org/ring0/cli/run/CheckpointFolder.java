package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.record.Recording;

/**
 * The folder {@code RECORDING.checkpoints} with snapshots that are named after their instructions. Most hold only what has
 * changed since another one of them, their base.
 */
final class CheckpointFolder {
    private static final String FOLDER = ".checkpoints";
    private static final String SUFFIX = ".snapshot";

    private final Recording recording;
    private final Path folder;
    /** The names of the bases of files whose directories were read, by their own names; empty: they have none. */
    private final Map<String, String> bases = new HashMap<>();

    CheckpointFolder(Recording recording) {
        this.recording = recording;
        Path file = recording.path().toAbsolutePath();
        folder = file.resolveSibling(file.getFileName() + FOLDER);
    }

    /** Where the checkpoint of an instruction is, or would be. */
    Path file(long instruction) {
        return folder.resolve("%018d%s".formatted(instruction, SUFFIX));
    }

    void create() throws IOException {
        Files.createDirectories(folder);
    }

    /** The files by their instructions. */
    TreeMap<Long, Path> files() throws IOException {
        TreeMap<Long, Path> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        try (Stream<Path> list = Files.list(folder)) {
            list.forEach(file -> {
                String name = file.getFileName().toString();
                if (name.matches("\\d{1,18}\\" + SUFFIX)) {
                    files.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), file);
                }
            });
        }
        return files;
    }

    /**
     * Deletes those whose neighbours are nearest until the others fit, but none that others are based on.
     *
     * @param limit bytes of disk
     * @param needed on which others will be based
     */
    void keepWithin(long limit, List<Path> needed) throws IOException {
        TreeMap<Long, Path> files = files();
        long total = 0;
        for (Path file : files.values()) {
            total += Files.size(file);
        }
        while (total > limit) {
            Set<String> kept = new HashSet<>();
            needed.forEach(file -> kept.add(file.getFileName().toString()));
            files.values().forEach(file -> kept.add(base(file)));
            Optional<Long> least = files.keySet().stream()
                    .filter(instruction ->
                            !kept.contains(files.get(instruction).getFileName().toString()))
                    .min(Comparator.comparingLong(instruction -> gapWithout(files, instruction)));
            if (least.isEmpty()) {
                return;
            }
            Path file = files.remove(least.get());
            total -= Files.size(file);
            delete(file);
        }
    }

    private String base(Path file) {
        return bases.computeIfAbsent(file.getFileName().toString(), name -> {
            try {
                return SnapshotFile.baseOf(file).orElse("");
            } catch (SnapshotException e) {
                return "";
            }
        });
    }

    /** How far the way would be from the one before to the one behind. */
    private long gapWithout(TreeMap<Long, Path> files, long instruction) {
        Long before = files.lowerKey(instruction);
        Long behind = files.higherKey(instruction);
        return (behind == null ? recording.lastInstruction() : behind)
                - (before == null ? recording.description().instructions() : before);
    }

    void delete(Path file) throws IOException {
        bases.remove(file.getFileName().toString());
        Files.deleteIfExists(file);
    }
}
