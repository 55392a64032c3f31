package org.ring0.cli.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake of a user is answered with one sentence and exit code 2, and nothing is written. */
class BadInputTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createFile(folder.resolve("empty"));
        Files.createDirectory(folder.resolve("directory"));
        Files.writeString(folder.resolve("text"), "no image at all\n".repeat(100));
        byte[] elf = Arrays.copyOf(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}, 4096);
        elf[16] = 2;
        elf[18] = (byte) 183;
        Files.write(folder.resolve("arm.elf"), elf);
        elf[18] = 62;
        elf[40] = 0;
        elf[34] = 1;
        elf[54] = 56;
        elf[56] = 2;
        Files.write(folder.resolve("short.elf"), elf);
        byte[] disk = new byte[64 * 512];
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        disk[0x1be + 4] = 0x0c;
        disk[0x1be + 8] = 1;
        disk[0x1be + 13] = 0x10;
        Files.write(folder.resolve("short.img"), disk);
        BootSector.HALT.in(folder);
        Files.writeString(folder.resolve("bad.bin"), "not a BIOS");
    }

    /** {@code @} stands for the test's folder. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "@/missing",
                "@/directory",
                "@/empty",
                "@/text",
                "@/arm.elf",
                "@/short.elf",
                "@/short.img",
                "--floppy @/missing",
                "--disk @/directory",
                "--disk @/empty",
                "--disk ,snapshot",
                "--cdrom @/missing",
                "--floppy @/HALT.img --floppy @/HALT.img",
                "@/HALT.img --disk @/HALT.img",
                "--floppy @/HALT.img,readonly --floppy @/HALT.img,readonly --floppy @/HALT.img,readonly",
                "--kernel @/missing",
                "--kernel @/directory",
                "--kernel @/empty",
                "--kernel @/text",
                "--kernel @/arm.elf",
                "--append x",
                "--initrd @/text",
                "--bios @/missing",
                "--bios @/bad.bin",
                "--vgabios @/directory",
                "--memory 0",
                "--memory 1M",
                "--memory 17G",
                "--memory 1025k",
                "--memory 99999999999G",
                "--memory -1",
                "--memory lots",
                "--cpu 6502",
                "--engine quantum",
                "--memory-access wild",
                "--clock cuckoo",
                "--trace-translation @/text",
                "--trace-translation @/text/x",
                "--trace-translation=",
                "--trace-translation @/new --engine interpreter",
                "--seed dandelion",
                "--boot tape",
                "--serial nowhere",
                "--serial file:",
                "--serial file:@/directory",
                "--serial file:@/none/at/all",
                "--serial null --serial null --serial null --serial null --serial null",
                "--debugcon tty",
                "--display hologram",
                "--display text",
                "--type \\q",
                "--type ä",
                "--keys nosuchkey",
                "--after (",
                "--expect [",
                "--fail-on *",
                "--max-instructions many",
                "--max-instructions 99999999999G",
                "--max-guest-time soon",
                "--max-time 0s",
                "--report xml=@/out",
                "--report json",
                "--report json=@/directory",
                "--report json=@/none/at/all",
                "--report json=- --report junit=-",
                "--report json=- --serial stdio",
                "--report junit=- --screen-text -",
                "--report json=- --autopsy -",
                "--screenshot - --debugcon stdio",
                "--screenshot @/directory",
                "@/HALT.img --screenshot @/HALT.img",
                "--report json=@/same --screenshot @/same",
                "--exit-map bochs",
                "--log-level loud",
                "--no-such-option",
                "@/HALT.img another",
            })
    void mistakeIsAnsweredWithOneSentence(String options) throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of("run"),
                        Arrays.stream(options.replace("@", folder.toString()).split(" ")))
                .toArray(String[]::new);
        TreeMap<String, List<Byte>> before = contents();
        CommandRun run = CommandRun.of(arguments);
        assertEquals(2, run.code(), run::err);
        assertEquals(1, run.err().lines().count(), run::err);
        assertTrue(run.err().startsWith("ring0: "), run::err);
        assertEquals("", run.out());
        assertEquals(before, contents());
    }

    private TreeMap<String, List<Byte>> contents() throws IOException {
        TreeMap<String, List<Byte>> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                contents.put(file.toString(), List.of((byte) bytes.length, (byte) Arrays.hashCode(bytes)));
            }
        }
        return contents;
    }

    @Test
    void unknownCommandIsAMistakeToo() {
        CommandRun run = CommandRun.of("walk");
        assertEquals(2, run.code());
        assertEquals(1, run.err().lines().count(), run::err);
    }
}
