package org.ring0.devices.board.record;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.input.Key;
import org.ring0.devices.input.KeyEvent;

/** Entries as bytes: what kind, the cycle, the instructions, and what the kind has. */
final class EntryCodec {
    private static final int KEY = 1;
    private static final int SERIAL = 2;
    private static final int MOUSE_MOVED = 3;
    private static final int MOUSE_BUTTONS = 4;
    private static final int POWER_BUTTON = 5;
    private static final int RESET_BUTTON = 6;
    private static final int NMI_BUTTON = 7;
    private static final int MARK = 0x40;
    private static final int PAUSE = 0x41;
    private static final int END = 0x7f;

    private EntryCodec() {}

    static byte[] encode(Entry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeByte(kind(entry));
            out.writeLong(entry.cycle());
            out.writeLong(entry.instructions());
            switch (entry) {
                case Entry.Input(long cycle, long instructions, PcInput input) -> write(input, out);
                case Entry.Mark mark -> out.writeInt(mark.checksum());
                case Entry.Pause pause -> out.writeBoolean(pause.shutDown());
                case Entry.End end -> {
                    out.writeUTF(end.digest());
                    out.writeBoolean(end.shutDown());
                    out.writeUTF(end.sentence());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int kind(Entry entry) {
        return switch (entry) {
            case Entry.Mark mark -> MARK;
            case Entry.Pause pause -> PAUSE;
            case Entry.End end -> END;
            case Entry.Input(long cycle, long instructions, PcInput input) ->
                switch (input) {
                    case PcInput.KeyMoved key -> KEY;
                    case PcInput.SerialBytes bytes -> SERIAL;
                    case PcInput.MouseMoved moved -> MOUSE_MOVED;
                    case PcInput.MouseButtons buttons -> MOUSE_BUTTONS;
                    case PcInput.PowerButton button -> POWER_BUTTON;
                    case PcInput.ResetButton button -> RESET_BUTTON;
                    case PcInput.NmiButton button -> NMI_BUTTON;
                };
        };
    }

    private static void write(PcInput input, DataOutputStream out) throws IOException {
        switch (input) {
            case PcInput.KeyMoved(KeyEvent(Key key, boolean pressed)) -> {
                out.writeBoolean(pressed);
                out.writeUTF(key.name());
            }
            case PcInput.SerialBytes(int line, byte[] bytes) -> {
                out.writeByte(line);
                out.write(bytes);
            }
            case PcInput.MouseMoved(int right, int up, int wheel) -> {
                out.writeInt(right);
                out.writeInt(up);
                out.writeInt(wheel);
            }
            case PcInput.MouseButtons(int held) -> out.writeInt(held);
            case PcInput.PowerButton() -> {}
            case PcInput.ResetButton() -> {}
            case PcInput.NmiButton() -> {}
        }
    }

    /** @throws IOException if it is no entry */
    static Entry decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int kind = in.readUnsignedByte();
        long cycle = in.readLong();
        long instructions = in.readLong();
        if (cycle < 0 || instructions < 0 || instructions > cycle) {
            throw noEntry();
        }
        Entry entry = switch (kind) {
            case MARK -> new Entry.Mark(cycle, instructions, in.readInt());
            case PAUSE -> new Entry.Pause(cycle, instructions, in.readBoolean());
            case END -> new Entry.End(cycle, instructions, in.readUTF(), in.readBoolean(), in.readUTF());
            default -> new Entry.Input(cycle, instructions, input(kind, in));
        };
        if (in.available() > 0) {
            throw noEntry();
        }
        return entry;
    }

    private static PcInput input(int kind, DataInputStream in) throws IOException {
        return switch (kind) {
            case KEY -> key(in.readBoolean(), in.readUTF());
            case SERIAL -> serial(in.readUnsignedByte(), in.readAllBytes());
            case MOUSE_MOVED -> new PcInput.MouseMoved(in.readInt(), in.readInt(), in.readInt());
            case MOUSE_BUTTONS -> new PcInput.MouseButtons(in.readInt());
            case POWER_BUTTON -> new PcInput.PowerButton();
            case RESET_BUTTON -> new PcInput.ResetButton();
            case NMI_BUTTON -> new PcInput.NmiButton();
            default -> throw noEntry();
        };
    }

    private static PcInput key(boolean pressed, String name) throws IOException {
        try {
            return new PcInput.KeyMoved(new KeyEvent(Key.valueOf(name), pressed));
        } catch (IllegalArgumentException e) {
            throw noEntry();
        }
    }

    private static PcInput serial(int line, byte[] bytes) throws IOException {
        if (line >= org.ring0.devices.board.PcConfig.MAX_SERIAL) {
            throw noEntry();
        }
        return new PcInput.SerialBytes(line, bytes);
    }

    private static IOException noEntry() {
        return new IOException("not an entry of a recording");
    }
}
