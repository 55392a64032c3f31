package org.ring0.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.ring0.cli.option.UsageException;
import org.ring0.core.cpu.translator.RegionListing;
import org.ring0.core.cpu.translator.TranslationTrace;

/**
 * Writes every translated region into a folder, one file each, named so that they sort in the order of translation. It is
 * made when nothing can be wrong with the machine any more; when the host refuses to take more, tracing stops and the run
 * goes on.
 */
final class TraceFolder implements TranslationTrace, AutoCloseable {
    private static final String OPTION = "--trace-translation: ";

    private final Path folder;
    private final Consumer<String> say;
    private boolean open;
    private int count;

    /** @param say takes the sentence that tells that tracing has stopped */
    TraceFolder(Path folder, Consumer<String> say) {
        this.folder = folder;
        this.say = say;
    }

    /** What can be known to be wrong before anything is written. */
    void check() throws UsageException {
        if (folder.toString().isEmpty()) {
            throw new UsageException(OPTION + "the name of the folder is missing");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(OPTION + folder + " is not a folder");
        }
    }

    /** Makes the folder. */
    synchronized void open() throws UsageException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageException(OPTION + folder + " cannot be made");
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException(OPTION + folder + " cannot be written: permission denied");
        }
        open = true;
    }

    @Override
    public synchronized void translated(RegionListing listing) {
        if (!open) {
            return;
        }
        String name = String.format(
                Locale.ROOT, "%06d-%08x.txt", ++count, listing.request().linear());
        try {
            Files.writeString(folder.resolve(name), listing.text());
        } catch (IOException | RuntimeException e) {
            open = false;
            say.accept("translations are traced no more, " + folder.resolve(name) + " could not be written: " + e);
        }
    }

    /** Waits for the file that is being written; none is begun afterwards. */
    @Override
    public synchronized void close() {
        open = false;
    }
}
