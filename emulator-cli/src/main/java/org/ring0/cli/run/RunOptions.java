package org.ring0.cli.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.ring0.cli.option.DriveFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** All options of {@code ring0 run}, by subject. */
final class RunOptions {
    @Parameters(
            arity = "0..1",
            paramLabel = "IMAGE[,HOW]",
            converter = DriveFile.Converter.class,
            description = "A floppy, hard-disk or CD image or a kernel, recognised by its content; HOW as for --disk.")
    DriveFile image;

    @Mixin
    final BootOptions boot = new BootOptions();

    @Mixin
    final MachineOptions machine = new MachineOptions();

    @Mixin
    final ConsoleOptions console = new ConsoleOptions();

    @Mixin
    final ScriptOptions script = new ScriptOptions();

    @Mixin
    final BudgetOptions budget = new BudgetOptions();

    @Mixin
    final ReportOptions report = new ReportOptions();

    /** Every file that is read. */
    List<Path> inputs() {
        List<Path> files = new ArrayList<>();
        files.add(image == null ? null : image.path());
        files.add(boot.kernel);
        files.add(machine.bios);
        files.add(machine.vgaBios);
        boot.modules.forEach(module -> files.add(BootOptions.moduleFile(module)));
        Stream.of(boot.floppies, boot.disks, boot.cdroms)
                .flatMap(List::stream)
                .map(DriveFile::path)
                .forEach(files::add);
        files.removeIf(Objects::isNull);
        return files;
    }
}
