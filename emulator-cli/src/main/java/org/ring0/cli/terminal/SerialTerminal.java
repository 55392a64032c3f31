package org.ring0.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/**
 * The terminal as the other end of a serial line: every key goes to the guest as it is typed, Ctrl-C too; Ctrl-A X leaves.
 * What the guest prints is written to standard output by others.
 */
public final class SerialTerminal implements AutoCloseable {
    private static final long READ_MILLIS = 250;

    private final Terminal terminal;
    private final Attributes before;
    private final Consumer<byte[]> send;
    private final Runnable leave;
    private final Thread shutdown = new Thread(this::close, "ring0-serial-restore");
    private volatile boolean closed;

    private SerialTerminal(Terminal terminal, Consumer<byte[]> send, Runnable leave) {
        this.terminal = terminal;
        this.send = send;
        this.leave = leave;
        before = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        raw.setInputFlag(Attributes.InputFlag.IXON, false);
        terminal.setAttributes(raw);
    }

    /**
     * Takes over the terminal's keys until {@link #close}.
     *
     * @param send takes what is typed, on a thread of its own
     * @param leave the user wants to leave; called on the same thread
     * @throws IOException when standard input and output are no terminal
     */
    public static SerialTerminal open(Consumer<byte[]> send, Runnable leave) throws IOException {
        Terminal terminal;
        try {
            terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .graphemeCluster(false) // its probe would be answered into the guest's line
                    .build();
        } catch (IllegalStateException e) {
            throw new IOException("standard input and output are no terminal", e);
        }
        SerialTerminal serial = new SerialTerminal(terminal, send, leave);
        Runtime.getRuntime().addShutdownHook(serial.shutdown);
        Thread.ofPlatform().daemon().name("ring0-serial-keys").start(serial::readKeys);
        return serial;
    }

    private void readKeys() {
        LeaveKeys leaveKeys = new LeaveKeys();
        NonBlockingReader reader = terminal.reader();
        try {
            while (!closed) {
                int character = reader.read(READ_MILLIS);
                if (character == NonBlockingReader.EOF) {
                    return;
                }
                int forGuest =
                        character == NonBlockingReader.READ_EXPIRED ? LeaveKeys.NOTHING : accept(leaveKeys, character);
                if (forGuest != LeaveKeys.NOTHING) {
                    send.accept(String.valueOf((char) forGuest).getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(SerialTerminal.class).debug("no more keys", e);
        }
    }

    private int accept(LeaveKeys leaveKeys, int character) {
        int forGuest = leaveKeys.accept(character);
        if (forGuest == LeaveKeys.LEAVE) {
            leave.run();
            return LeaveKeys.NOTHING;
        }
        return forGuest;
    }

    /** Gives the terminal back as it was. May be called more than once, from any thread. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Runtime.getRuntime().removeShutdownHook(shutdown);
        } catch (IllegalStateException e) {
            // The virtual machine is going down: this is the hook.
        }
        try {
            terminal.setAttributes(before);
            terminal.close();
        } catch (IOException e) {
            org.slf4j.LoggerFactory.getLogger(SerialTerminal.class).warn("terminal not restored: {}", e.getMessage());
        }
    }
}
