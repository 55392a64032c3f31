package org.ring0.cli.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.testing.GuestPackages;

/** The recipes of docs/guide/ci.md, executed as GitHub, GitLab and people execute them, with kernels of ours. */
class CiRecipesTest {
    private static final List<String> GITHUB = List.of("--noprofile", "--norc", "-e");
    private static final List<String> GITLAB = List.of("-e", "-o", "pipefail");

    @TempDir
    private Path parent;

    @BeforeEach
    void needsWhatTheRecipesNeed() {
        for (String tool : List.of("bash", "make", "curl", "jq")) {
            GuestPackages.tool(tool, tool);
        }
    }

    private static ReportTestCase junit(Path file) throws Exception {
        try (FileReader reader = new FileReader(file.toFile())) {
            return new TestSuiteXmlParser(new NullConsoleLogger())
                    .parse(reader)
                    .getFirst()
                    .getTestCases()
                    .getFirst();
        }
    }

    @Test
    void workflowFailsAtTheTestOfAKernelThatPanicsAndTellsWhy() throws Exception {
        KernelProject project = new KernelProject(parent, "panic.elf").addSample("Makefile");
        String failed = null;
        String output = "";
        for (Map<String, Object> step : CiFiles.githubSteps()) {
            if (step.containsKey("run") && (failed == null || "always()".equals(step.get("if")))) {
                KernelProject.Done done = project.bash(GITHUB, step.get("run").toString());
                output += done.output();
                failed = done.code() != 0 && failed == null ? step.get("name") + " " + done.code() : failed;
            }
        }
        assertEquals("Test the kernel 6", failed, output);
        assertTrue(project.text("summary.md").startsWith("**ForbiddenOutput** (exit code 6): the guest printed"));
        assertTrue(project.text("build/serial.txt").contains("Kernel panic: heap is damaged\n"));
        assertTrue(Files.size(project.file("build/screen.png")) > 0);
        assertTrue(junit(project.file("build/TEST-kernel.xml")).hasFailure());
        assertTrue(output.contains("check_heap"), output);
    }

    @Test
    void pipelinePassesWithAKernelThatIsWell() throws Exception {
        KernelProject project = new KernelProject(parent, "exit0.elf").addSample("Makefile");
        Map<String, Object> pipeline = CiFiles.yaml("gitlab.yml");
        for (String job : List.of("build", "test")) {
            String script = CiFiles.list(CiFiles.map(pipeline.get(job)).get("script")).stream()
                    .map(String.class::cast)
                    .collect(Collectors.joining("\n"));
            KernelProject.Done done = project.bash(GITLAB, script);
            assertEquals(0, done.code(), done::output);
        }
        assertEquals("all is well\n", project.text("build/serial.txt"));
        assertTrue(junit(project.file("build/TEST-kernel.xml")).isSuccessful());
        assertTrue(project.text("build/kernel.json").contains("\"success\": true"));
    }

    @Test
    void makeFailsWithAKernelThatTripleFaults() throws Exception {
        KernelProject project = new KernelProject(parent, "triplefault.elf")
                .addSample("Makefile")
                .addJar();
        KernelProject.Done done = project.bash(List.of(), "make test");
        assertEquals(2, done.code(), done::output);
        assertTrue(done.output().contains("ring0: triple fault"), done::output);
        assertTrue(done.output().contains("Error 3"), done::output);
        assertTrue(Files.size(project.file("build/screen.png")) > 0);
    }

    @Test
    void scriptTestsOneKernelAfterTheOther() throws Exception {
        KernelProject project = new KernelProject(parent, "exit0.elf")
                .addSample("test-kernels.sh")
                .addJar()
                .add("exit7.elf", "seven.elf")
                .add("panic.elf", "panic.elf");
        KernelProject.Done done = project.bash(List.of(), "./test-kernels.sh kernel.elf seven.elf panic.elf none.elf");
        assertEquals(1, done.code(), done::output);
        List<String> lines = done.output().lines().toList();
        assertEquals("kernel: passed", lines.getFirst());
        assertTrue(lines.contains("seven: says that it failed"), done::output);
        assertTrue(lines.contains("panic: panicked"), done::output);
        assertTrue(lines.contains("none: could not be tested (2)"), done::output);
        assertTrue(junit(project.file("build/TEST-seven.xml")).hasFailure());
    }
}
