package org.ring0.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.ring0.cli.option.OutputFile;
import org.ring0.cli.option.ReportFile;
import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ExitCode;
import org.ring0.cli.report.JUnitReport;
import org.ring0.cli.report.JsonReport;
import org.ring0.cli.report.RunFacts;
import org.ring0.cli.report.Verdict;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.video.Frame;
import org.ring0.devices.video.PngWriter;
import org.ring0.devices.video.ScreenRenderer;
import org.ring0.devices.video.TextScreen;

/** What a run leaves behind: pictures, text, reports, figures. */
final class Aftermath {
    private final ReportOptions options;
    private final Streams streams;
    private final PcBoard board;

    Aftermath(ReportOptions options, Streams streams, PcBoard board) {
        this.options = options;
        this.streams = streams;
        this.board = board;
    }

    /**
     * Writes everything that was asked for.
     *
     * @param facts is only called if somebody wants them
     * @return the exit code: the verdict's, unless something could not be written
     */
    int leave(Verdict verdict, Function<Verdict, RunFacts> facts) {
        try {
            writeScreen();
            if (options.statistics || !options.reports.isEmpty()) {
                RunFacts known = facts.apply(verdict);
                for (ReportFile report : options.reports) {
                    write(
                            report.file(),
                            switch (report.format()) {
                                case JSON -> JsonReport.of(known);
                                case JUNIT -> JUnitReport.of(known);
                            });
                }
                if (options.statistics) {
                    known.statistics().lines().forEach(streams.err()::println);
                }
            }
            return verdict.number();
        } catch (IOException e) {
            streams.err().println("ring0: " + e.getMessage());
            return ExitCode.HOST_ERROR.number();
        }
    }

    private void writeScreen() throws IOException {
        if (options.screenshot != null) {
            Frame frame = new ScreenRenderer(board.vga()).render();
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            PngWriter.write(frame, png);
            write(options.screenshot, png.toByteArray());
        }
        if (options.screenText != null) {
            String text = TextScreen.of(board.vga()).map(TextScreen::text).orElse("(graphics mode: no text)\n");
            write(options.screenText, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void write(OutputFile file, byte[] content) throws IOException {
        try {
            file.write(content, streams.out());
        } catch (IOException e) {
            throw new IOException(file + " could not be written: " + e.getMessage(), e);
        }
    }
}
