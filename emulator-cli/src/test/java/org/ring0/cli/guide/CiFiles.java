package org.ring0.cli.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in docs/samples/ci. */
final class CiFiles {
    static final Path FOLDER = Path.of("../docs/samples/ci");

    private CiFiles() {}

    static String text(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    /** A YAML file, read by the rules of YAML 1.2; a key that is there twice is an error. */
    static Map<String, Object> yaml(String name) throws IOException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setAllowDuplicateKeys(false)
                .build();
        return map(new Load(settings).loadFromString(text(name)));
    }

    /** A mapping with names as keys. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object node) {
        Map<?, ?> map = (Map<?, ?>) node;
        map.keySet().forEach(String.class::cast);
        return (Map<String, Object>) map;
    }

    static List<?> list(Object node) {
        return (List<?>) node;
    }

    /** The steps of the workflow's only job. */
    static List<Map<String, Object>> githubSteps() throws IOException {
        Map<String, Object> jobs = map(yaml("github.yml").get("jobs"));
        return list(map(jobs.values().iterator().next()).get("steps")).stream()
                .map(CiFiles::map)
                .toList();
    }
}
