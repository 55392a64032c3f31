package org.ring0.cli.terminal;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;
import org.ring0.devices.input.KeyEvent;
import org.ring0.devices.video.Vga;

/**
 * Shows the guest's screen in the terminal that the program runs in, and gives the terminal's keys to the guest. Two
 * threads: one samples and draws, one waits for keys. Both reach the machine only through the function that hands work to
 * its own thread.
 */
public final class TerminalDisplay implements AutoCloseable {
    private static final long TEXT_INTERVAL_MILLIS = 33;
    private static final long GRAPHICS_INTERVAL_MILLIS = 100;
    private static final long SEQUENCE_PAUSE_MILLIS = 50;
    private static final long READ_MILLIS = 250;

    /**
     * The machine as a display needs it.
     *
     * @param vga its card
     * @param post hands work to the thread that runs the machine, from any thread
     * @param keys takes key events for the guest, from any thread
     * @param leave the user wants to leave; called on a thread of the display
     */
    public record Guest(Vga vga, Consumer<Runnable> post, Consumer<List<KeyEvent>> keys, Runnable leave) {}

    private final Terminal terminal;
    private final Guest guest;
    private final AnsiRenderer renderer;
    private final Attributes before;
    private final Thread shutdown = new Thread(this::close, "ring0-display-restore");
    private final Thread drawing;
    private final Thread reading;

    // Guarded by this.
    private Picture sampled;
    private boolean sampling;
    private boolean resized = true;
    private boolean closed;

    // Belongs to the machine's thread.
    private long shownChanges = -1;

    private TerminalDisplay(Terminal terminal, Guest guest) {
        this.terminal = terminal;
        this.guest = guest;
        renderer = new AnsiRenderer(ColourDepth.of(System.getenv()));
        before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        raw.setInputFlag(Attributes.InputFlag.IXON, false);
        terminal.setAttributes(raw);
        terminal.handle(Terminal.Signal.WINCH, signal -> onResize());
        drawing = Thread.ofPlatform().daemon().name("ring0-display").unstarted(this::draw);
        reading = Thread.ofPlatform().daemon().name("ring0-keys").unstarted(this::readKeys);
    }

    /**
     * Takes over the terminal until {@link #close}.
     *
     * @throws IOException when standard input and output are no terminal
     */
    public static TerminalDisplay open(Guest guest) throws IOException {
        Terminal terminal = systemTerminal();
        TerminalDisplay display = new TerminalDisplay(terminal, guest);
        terminal.writer().write(AnsiRenderer.ENTER);
        terminal.flush();
        Runtime.getRuntime().addShutdownHook(display.shutdown);
        display.drawing.start();
        display.reading.start();
        return display;
    }

    private static Terminal systemTerminal() throws IOException {
        try {
            return TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .graphemeCluster(false) // its probe would be answered into the guest's keyboard
                    .build();
        } catch (IllegalStateException e) {
            throw new IOException("standard input and output are no terminal", e);
        }
    }

    /** Gives the terminal back as it was. May be called more than once, from any thread. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
        }
        removeShutdownHook();
        joinDrawing();
        try {
            terminal.writer().write(AnsiRenderer.LEAVE);
            terminal.flush();
            terminal.setAttributes(before);
            terminal.close();
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(TerminalDisplay.class).warn("terminal not restored: {}", e.getMessage());
        }
    }

    private void removeShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            // The virtual machine is going down: this is the hook.
        }
    }

    private void joinDrawing() {
        if (Thread.currentThread() == drawing) {
            return;
        }
        try {
            drawing.join(2 * GRAPHICS_INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void onResize() {
        resized = true;
    }

    private void draw() {
        long interval = TEXT_INTERVAL_MILLIS;
        Picture picture = null;
        while (true) {
            boolean redraw;
            synchronized (this) {
                if (!sampling && !closed) {
                    sampling = true;
                    guest.post.accept(this::sample);
                }
                if (!waitFor(interval)) {
                    return;
                }
                redraw = resized || sampled != null;
                if (resized) {
                    renderer.invalidate();
                }
                resized = false;
                picture = sampled != null ? sampled : picture;
                sampled = null;
            }
            if (redraw && picture != null) {
                show(picture);
                interval = picture instanceof Picture.Text ? TEXT_INTERVAL_MILLIS : GRAPHICS_INTERVAL_MILLIS;
            }
        }
    }

    /** Waits; false once the display is closed. */
    private synchronized boolean waitFor(long millis) {
        try {
            if (!closed) {
                wait(millis);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void show(Picture picture) {
        Size size = terminal.getSize();
        int columns = Math.max(1, size.getColumns());
        int rows = Math.max(1, size.getRows());
        String update = renderer.update(picture.cells(columns, rows));
        if (!update.isEmpty()) {
            terminal.writer().write(update);
            terminal.flush();
        }
    }

    /** On the machine's thread: takes the picture if it may have changed. */
    private void sample() {
        Vga vga = guest.vga;
        boolean changed = vga.changes() != shownChanges || vga.changesUnseen();
        Picture picture = changed ? Picture.of(vga) : null;
        shownChanges = vga.changes();
        synchronized (this) {
            sampling = false;
            sampled = picture != null ? picture : sampled;
        }
    }

    private void readKeys() {
        LeaveKeys leaveKeys = new LeaveKeys();
        KeyDecoder decoder = new KeyDecoder();
        NonBlockingReader reader = terminal.reader();
        try {
            while (isOpen()) {
                int character = reader.read(decoder.pending() ? SEQUENCE_PAUSE_MILLIS : READ_MILLIS);
                if (character == NonBlockingReader.EOF) {
                    return;
                }
                if (character == NonBlockingReader.READ_EXPIRED) {
                    send(decoder.pause());
                    continue;
                }
                int forGuest = leaveKeys.accept(character);
                if (forGuest == LeaveKeys.LEAVE) {
                    guest.leave.run();
                } else if (forGuest != LeaveKeys.NOTHING) {
                    send(decoder.accept(forGuest));
                }
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(TerminalDisplay.class).debug("no more keys", e);
        }
    }

    private synchronized boolean isOpen() {
        return !closed;
    }

    private void send(List<KeyEvent> events) {
        if (!events.isEmpty()) {
            guest.keys.accept(events);
        }
    }
}
