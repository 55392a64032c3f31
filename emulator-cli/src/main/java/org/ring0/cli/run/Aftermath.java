package org.ring0.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.ring0.cli.option.OutputFile;
import org.ring0.cli.option.ReportFile;
import org.ring0.cli.option.Streams;
import org.ring0.cli.report.ExitCode;
import org.ring0.cli.report.Findings;
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

    /** @param board what was run, or null if there was nothing yet */
    Aftermath(ReportOptions options, Streams streams, PcBoard board) {
        this.options = options;
        this.streams = streams;
        this.board = board;
    }

    /**
     * Writes everything that was asked for. What cannot be written keeps nothing else from being written.
     *
     * @param findings what the guest was doing at the end, or null
     * @param facts is only called if somebody wants them
     * @return the exit code: the verdict's; of a run that ended well but for something that could not be written, a host error's
     */
    int leave(Verdict verdict, Findings findings, Function<Verdict, RunFacts> facts) {
        boolean complete = board == null || writeScreen();
        if (options.autopsy != null && findings != null) {
            complete &= write(options.autopsy, findings.text().getBytes(StandardCharsets.UTF_8));
        }
        if (options.statistics || !options.reports.isEmpty()) {
            RunFacts known = facts.apply(verdict);
            for (ReportFile report : options.reports) {
                complete &= write(
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
        boolean good = verdict.number() == ExitCode.SUCCESS.number();
        return complete || !good ? verdict.number() : ExitCode.HOST_ERROR.number();
    }

    private boolean writeScreen() {
        boolean complete = true;
        if (options.screenshot != null) {
            complete = write(options.screenshot, png());
        }
        if (options.screenText != null) {
            String text = TextScreen.of(board.vga()).map(TextScreen::text).orElse("(graphics mode: no text)\n");
            complete &= write(options.screenText, text.getBytes(StandardCharsets.UTF_8));
        }
        return complete;
    }

    private byte[] png() {
        Frame frame = new ScreenRenderer(board.vga()).render();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            PngWriter.write(frame, png);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // into memory: it cannot be
        }
        return png.toByteArray();
    }

    private boolean write(OutputFile file, byte[] content) {
        try {
            file.write(content, streams.out());
            return true;
        } catch (IOException e) {
            streams.err().println("ring0: " + file + " could not be written: " + e.getMessage());
            return false;
        }
    }
}
