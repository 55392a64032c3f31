package org.ring0.cli.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in docs/samples/ci have the syntax of those who read them, and the guide shows them as they are. */
class CiFilesTest {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{(.*?)}}");
    private static final Pattern BLOCK = Pattern.compile("(?m)^```(yaml|make|sh)\n(.*?)^```$", Pattern.DOTALL);

    /** What GitHub's workflow syntax knows in a job, and in a step. */
    private static final Set<String> JOB = Set.of("runs-on", "timeout-minutes", "env", "steps", "needs", "if");

    private static final Set<String> STEP = Set.of("name", "uses", "with", "run", "if", "env", "shell");

    /** What GitLab's CI/CD syntax knows in a job. */
    private static final Set<String> GITLAB_JOB =
            Set.of("stage", "image", "script", "artifacts", "needs", "timeout", "variables", "rules");

    @ParameterizedTest
    @ValueSource(strings = {"github.yml", "gitlab.yml", "Makefile", "test-kernels.sh"})
    void guideShowsTheFileAsItIs(String name) throws IOException {
        List<String> shown = BLOCK.matcher(Files.readString(Path.of("../docs/guide/ci.md")))
                .results()
                .map(block -> block.group(2))
                .toList();
        assertTrue(shown.contains(CiFiles.text(name)), () -> "docs/guide/ci.md does not show " + name);
    }

    @Test
    void everyFileIsKnownToTheseTests() throws IOException {
        try (Stream<Path> files = Files.list(CiFiles.FOLDER)) {
            assertEquals(
                    Set.of("github.yml", "gitlab.yml", "Makefile", "test-kernels.sh"),
                    Set.copyOf(files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    @Test
    void readmeShowsAStepOfTheWorkflow() throws IOException {
        List<MatchResult> shown = BLOCK.matcher(Files.readString(Path.of("../README.md")))
                .results()
                .filter(block -> block.group(1).equals("yaml"))
                .toList();
        assertEquals(1, shown.size());
        String step = shown.getFirst().group(2).indent(6);
        assertTrue(CiFiles.text("github.yml").contains(step), step);
    }

    @Test
    void workflowHasWhatGithubRequires() throws IOException {
        Map<String, Object> workflow = CiFiles.yaml("github.yml");
        assertEquals(Set.of("name", "on", "jobs"), workflow.keySet());
        for (Object node : CiFiles.map(workflow.get("jobs")).values()) {
            Map<String, Object> job = CiFiles.map(node);
            assertTrue(JOB.containsAll(job.keySet()), job.keySet()::toString);
            assertTrue(job.containsKey("runs-on"));
        }
        for (Map<String, Object> step : CiFiles.githubSteps()) {
            assertTrue(STEP.containsAll(step.keySet()), step::toString);
            assertNotEquals(step.containsKey("uses"), step.containsKey("run"), step::toString);
            assertTrue(step.get("uses") == null || step.get("uses").toString().matches("[\\w-]+/[\\w-]+@v\\d+"));
        }
        List<String> expressions = EXPRESSION
                .matcher(CiFiles.text("github.yml"))
                .results()
                .map(expression -> expression.group(1).strip())
                .toList();
        assertEquals(List.of("vars.RING0_JAR"), expressions);
    }

    @Test
    void pipelineHasWhatGitlabRequires() throws IOException {
        Map<String, Object> pipeline = CiFiles.yaml("gitlab.yml");
        List<?> stages = CiFiles.list(pipeline.get("stages"));
        for (String name : pipeline.keySet()) {
            if (name.equals("stages")) {
                continue;
            }
            Map<String, Object> job = CiFiles.map(pipeline.get(name));
            assertTrue(GITLAB_JOB.containsAll(job.keySet()), job.keySet()::toString);
            assertTrue(stages.contains(job.get("stage")), name);
            CiFiles.list(job.get("script")).forEach(String.class::cast);
            if (job.containsKey("needs")) {
                assertTrue(pipeline.keySet().containsAll(CiFiles.list(job.get("needs"))), name);
            }
        }
        Map<String, Object> artifacts =
                CiFiles.map(CiFiles.map(pipeline.get("test")).get("artifacts"));
        assertEquals("always", artifacts.get("when"));
        assertEquals(Set.of("junit"), CiFiles.map(artifacts.get("reports")).keySet());
    }
}
