package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.core.cpu.region.CodeSource;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.translator.CodeView;
import org.ring0.core.cpu.translator.RegionListing;

class TraceFolderTest {
    @TempDir
    private Path folder;

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void everyRegionIsAFileInTheOrderOfTranslation() throws Exception {
        Path made = folder.resolve("not/there/yet");
        CommandRun run = CommandRun.of(
                "run", BootSector.SPIN.in(folder), "--max-instructions", "50M", "--trace-translation", made.toString());
        assertEquals(5, run.code(), run::err);
        List<Path> files = files(made);
        assertFalse(files.isEmpty(), run::err);
        for (int n = 0; n < files.size(); n++) {
            String name = files.get(n).getFileName().toString();
            assertTrue(name.matches("%06d-[0-9a-f]{8}\\.txt".formatted(n + 1)), name);
        }
        String text = Files.readString(files.getFirst());
        assertTrue(
                text.matches("(?s)mode +(real|protected), .*\nentry .*\n> [0-9a-f]{8}  .*\nrun\\(.*IRETURN\n.*"), text);
    }

    @Test
    void failureIsSaidOnceAndTracingStops() throws Exception {
        List<String> said = new ArrayList<>();
        Path made = folder.resolve("gone");
        TraceFolder trace = new TraceFolder(made, said::add);
        trace.open();
        trace.translated(listing());
        assertEquals(List.of(made.resolve("000001-000f1234.txt")), files(made));
        Files.delete(files(made).getFirst());
        Files.delete(made);
        trace.translated(listing());
        trace.translated(listing());
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.getFirst().contains("000002-000f1234.txt"), said::toString);
    }

    @Test
    void nothingIsWrittenBehindTheEnd() throws Exception {
        TraceFolder trace = new TraceFolder(folder, sentence -> {});
        trace.open();
        trace.close();
        trace.translated(listing());
        assertEquals(List.of(), files(folder));
    }

    /** What it lists does not matter here: a class without code stands for the region's. */
    private static RegionListing listing() throws IOException {
        try (InputStream some = Runnable.class.getResourceAsStream("Runnable.class")) {
            CodeSource code = CodeSource.single(0, new byte[0x1000]);
            RegionRequest request = new RegionRequest(new CpuMode(1), 0x234, 0x1234, 0xf1234, code);
            return new RegionListing(request, new CodeView(code), new TreeMap<>(), Set.of(), some.readAllBytes());
        }
    }
}
