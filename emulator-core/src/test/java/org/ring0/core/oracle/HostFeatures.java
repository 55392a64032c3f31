package org.ring0.core.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.model.FeatureSet;

/** What the host's CPU has, by the names that Linux gives in /proc/cpuinfo. */
final class HostFeatures {
    private final Set<String> names = new HashSet<>();

    HostFeatures() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .ifPresent(line -> names.addAll(Arrays.asList(line.split("\\s+"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean hasAll(FeatureSet features) {
        return features.features().stream().allMatch(this::has);
    }

    private boolean has(Feature feature) {
        return names.contains(
                switch (feature) {
                    case LZCNT -> "abm";
                    case CMPXCHG16B -> "cx16";
                    case PCLMULQDQ -> "pclmulqdq";
                    case SSE3 -> "pni";
                    case SHA -> "sha_ni";
                    default -> feature.name().toLowerCase(Locale.ROOT);
                });
    }
}
