package org.ring0.embed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.LongUnaryOperator;
import org.ring0.core.device.BusMemory;

/** A guest's memory by physical or by linear addresses, little endian. Physical addresses that nobody has read as ones. */
public final class GuestMemory {
    private static final int PAGE = 4096;
    private static final int MAX_STRING = 1 << 20;

    private final BusMemory memory;
    private final LongUnaryOperator physical;

    /** @param physical answers where an address is, negative for one that leads nowhere */
    GuestMemory(BusMemory memory, LongUnaryOperator physical) {
        this.memory = memory;
        this.physical = physical;
    }

    /** A copy of bytes. */
    public byte[] read(long address, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("there are no %d bytes to read".formatted(length));
        }
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            int part = part(address + done, length - done);
            memory.readMemory(translate(address + done), bytes, done, part);
            done += part;
        }
        return bytes;
    }

    /** Overwrites bytes; code that was decoded from them is decoded anew. */
    public void write(long address, byte... bytes) {
        Arguments.given(bytes, "byte");
        for (int done = 0; done < bytes.length; ) {
            int part = part(address + done, bytes.length - done);
            memory.writeMemory(translate(address + done), bytes, done, part);
            done += part;
        }
    }

    public int read8(long address) {
        return read(address, 1)[0] & 0xff;
    }

    public int read16(long address) {
        return buffer(address, 2).getShort() & 0xffff;
    }

    public int read32(long address) {
        return buffer(address, 4).getInt();
    }

    public long read64(long address) {
        return buffer(address, 8).getLong();
    }

    public void write8(long address, int value) {
        write(address, (byte) value);
    }

    public void write16(long address, int value) {
        write(address, little(2).putShort((short) value).array());
    }

    public void write32(long address, int value) {
        write(address, little(4).putInt(value).array());
    }

    public void write64(long address, long value) {
        write(address, little(8).putLong(value).array());
    }

    /** The bytes up to a zero byte as UTF-8; at most 1 MiB. */
    public String string(long address) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        for (int value = read8(address);
                value != 0 && bytes.size() < MAX_STRING;
                value = read8(address + bytes.size())) {
            bytes.write(value);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int part(long address, int left) {
        return (int) Math.min(left, PAGE - (address & PAGE - 1));
    }

    private long translate(long address) {
        long at = physical.applyAsLong(address);
        if (at < 0) {
            throw new IllegalArgumentException("nothing is mapped at %x".formatted(address));
        }
        return at;
    }

    private ByteBuffer buffer(long address, int size) {
        return ByteBuffer.wrap(read(address, size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
