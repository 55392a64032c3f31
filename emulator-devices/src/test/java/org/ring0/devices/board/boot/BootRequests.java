package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.ring0.core.device.BusMemory;

/** Requests for tests of loaders, and the memory that their plans leave. */
final class BootRequests {
    /** A root pointer of revision 2 with 36 bytes, as far as loaders look at it. */
    static final byte[] TABLES = tables();

    private BootRequests() {}

    private static byte[] tables() {
        ByteBuffer tables = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        tables.put("RSD PTR ".getBytes(StandardCharsets.US_ASCII));
        return tables.put(15, (byte) 2).putInt(20, 36).putLong(24, 0xf_0100).array();
    }

    static BootTarget target(E820Map memory, boolean longMode) {
        return new BootTarget(memory, longMode ? "a64" : "a32", longMode, TABLES);
    }

    static BootRequest of(String name, ByteBuffer kernel, String commandLine, E820Map memory, BootFile... modules) {
        return new BootRequest(
                new BootFile(name, kernel.array()), commandLine, List.of(modules), target(memory, false));
    }

    /** The memory that a plan leaves, which was full of other things before. */
    static ByteBuffer memory(BootPlan plan, int size) {
        ByteBuffer memory = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(memory.array(), (byte) 0xaa);
        plan.load(bus(memory));
        return memory;
    }

    /** A machine that is all memory. */
    static BusMemory bus(ByteBuffer memory) {
        return new BusMemory() {
            @Override
            public void readMemory(long physical, byte[] buffer, int offset, int length) {}

            @Override
            public void writeMemory(long physical, byte[] buffer, int offset, int length) {
                memory.put((int) physical, buffer, offset, length);
            }
        };
    }

    /** The C string at an address. */
    static String string(ByteBuffer memory, long at) {
        int end = (int) at;
        while (memory.get(end) != 0) {
            end++;
        }
        return new String(memory.array(), (int) at, end - (int) at, StandardCharsets.UTF_8);
    }
}
