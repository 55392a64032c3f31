package org.ring0.core.cpu.captured;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads a {@code .MOO.gz} file: instructions with the state before and after, as a real CPU went through it. */
final class MooFile {
    /** The order of the registers in a state's mask. */
    static final List<String> REGISTERS =
            List.of("ax", "bx", "cx", "dx", "cs", "ss", "ds", "es", "sp", "bp", "si", "di", "ip", "flags");

    /** Registers (those that a state names) and bytes by physical address. */
    record State(Map<String, Integer> registers, Map<Integer, Integer> ram) {}

    /** @param exception the vector, or -1 where none was taken */
    record Test(int index, String name, byte[] bytes, State before, State after, int exception) {}

    private final ByteBuffer in;
    private final List<Test> tests = new ArrayList<>();

    private MooFile(byte[] content) {
        in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    static List<Test> read(Path file) throws IOException {
        try (InputStream stream = new GZIPInputStream(Files.newInputStream(file))) {
            MooFile moo = new MooFile(stream.readAllBytes());
            while (moo.in.hasRemaining()) {
                moo.chunk();
            }
            return moo.tests;
        }
    }

    private String tag() {
        byte[] letters = new byte[4];
        in.get(letters);
        return new String(letters, java.nio.charset.StandardCharsets.US_ASCII);
    }

    private void chunk() {
        String tag = tag();
        int end = in.getInt() + in.position();
        if (tag.equals("TEST")) {
            tests.add(test(end));
        }
        in.position(end);
    }

    private Test test(int end) {
        int index = in.getInt();
        String name = "";
        byte[] bytes = {};
        State before = null;
        State after = null;
        int exception = -1;
        while (in.position() < end) {
            String tag = tag();
            int partEnd = in.getInt() + in.position();
            switch (tag) {
                case "NAME" -> name = new String(blob(), java.nio.charset.StandardCharsets.UTF_8);
                case "BYTS" -> bytes = blob();
                case "INIT" -> before = state(partEnd);
                case "FINA" -> after = state(partEnd);
                case "EXCP" -> exception = in.get() & 0xff;
                default -> {}
            }
            in.position(partEnd);
        }
        return new Test(index, name, bytes, before, after, exception);
    }

    private byte[] blob() {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    private State state(int end) {
        Map<String, Integer> registers = new LinkedHashMap<>();
        Map<Integer, Integer> ram = new LinkedHashMap<>();
        while (in.position() < end) {
            String tag = tag();
            int partEnd = in.getInt() + in.position();
            if (tag.equals("REGS")) {
                int mask = in.getShort() & 0xffff;
                for (int i = 0; i < REGISTERS.size(); i++) {
                    if ((mask & 1 << i) != 0) {
                        registers.put(REGISTERS.get(i), in.getShort() & 0xffff);
                    }
                }
            } else if (tag.equals("RAM ")) {
                for (int n = in.getInt(); n > 0; n--) {
                    ram.put(in.getInt(), in.get() & 0xff);
                }
            }
            in.position(partEnd);
        }
        return new State(registers, ram);
    }
}
