package org.ring0.devices.pci;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The 256 bytes of a function's configuration space: what each bit powers up as, which bits the guest can write or clear,
 * and the base address registers with the windows that follow from them. Source: PCI Local Bus Specification 2.1, chapter 6.
 */
public final class ConfigSpace {
    public static final int SIZE = 256;
    public static final int COMMAND = 0x04;
    public static final int COMMAND_IO = 1;
    public static final int COMMAND_MEMORY = 1 << 1;
    public static final int COMMAND_MASTER = 1 << 2;
    public static final int STATUS = 0x06;
    public static final int HEADER_TYPE = 0x0e;
    public static final int SUBSYSTEM_VENDOR = 0x2c;
    public static final int SUBSYSTEM = 0x2e;
    public static final int INTERRUPT_LINE = 0x3c;
    public static final int INTERRUPT_PIN = 0x3d;
    /** Parity errors, aborts and system errors: cleared by writing ones. */
    private static final int STATUS_ERRORS = 0xf900;

    private final byte[] initial = new byte[SIZE];
    private final byte[] writable = new byte[SIZE];
    private final byte[] clearable = new byte[SIZE];
    private final byte[] bytes = new byte[SIZE];
    private final List<Decoder> decoders = new ArrayList<>();

    /** A window, when it is open, and where it was moved last. */
    private static final class Decoder {
        final BaseAddress register;
        final AddressWindow window;
        long base = AddressWindow.CLOSED;

        Decoder(BaseAddress register, AddressWindow window) {
            this.register = register;
            this.window = window;
        }
    }

    /**
     * @param vendor vendor ID
     * @param device device ID
     * @param classCode base class, sub-class and programming interface, 24 bits
     * @param revision revision ID
     */
    public ConfigSpace(int vendor, int device, int classCode, int revision) {
        initial(0x00, 2, vendor).initial(0x02, 2, device).initial(0x08, 4, classCode << 8 | revision & 0xff);
        clearable(STATUS, 2, STATUS_ERRORS).writable(INTERRUPT_LINE, 1, 0xff);
        powerOn();
    }

    /** What {@code size} bytes at {@code offset} hold after power-on. */
    public ConfigSpace initial(int offset, int size, int value) {
        put(initial, offset, size, value);
        put(bytes, offset, size, value);
        return this;
    }

    /** Makes the bits of {@code mask} writable. */
    public ConfigSpace writable(int offset, int size, int mask) {
        put(writable, offset, size, mask);
        return this;
    }

    /** Makes the bits of {@code mask} such that writing a one clears them. */
    public ConfigSpace clearable(int offset, int size, int mask) {
        put(clearable, offset, size, mask);
        return this;
    }

    /** Adds a base address register; {@code window} follows it and the command register's decode enables. */
    public ConfigSpace base(BaseAddress register, AddressWindow window) {
        initial(register.offset(), 4, register.kindBits());
        writable(register.offset(), 4, register.writableBits());
        decoders.add(new Decoder(register, window));
        return this;
    }

    /** Reads 1, 2 or 4 bytes, little endian; the offset wraps at the end of the space. */
    public int read(int offset, int size) {
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= (bytes[offset + i & SIZE - 1] & 0xff) << 8 * i;
        }
        return value;
    }

    /** A configuration write by the guest: masks apply, windows move. */
    public void write(int offset, int value, int size) {
        for (int i = 0; i < size; i++) {
            int at = offset + i & SIZE - 1;
            int in = value >>> 8 * i;
            bytes[at] = (byte) (bytes[at] & ~writable[at] & ~(in & clearable[at]) | in & writable[at]);
        }
        moveWindows();
    }

    /** Sets bits from inside the chip, masks aside. */
    public void set(int offset, int value, int size) {
        put(bytes, offset, size, value);
    }

    /** The bytes now, as a copy. */
    public byte[] save() {
        return bytes.clone();
    }

    /** Takes bytes over as far as the guest or the chip could have set them; windows stay until {@link #settle()}. */
    public void restore(byte[] saved) {
        byte[] from = Arrays.copyOf(saved, SIZE);
        for (int i = 0; i < SIZE; i++) {
            int live = writable[i] | clearable[i];
            bytes[i] = (byte) (initial[i] & ~live | from[i] & live);
        }
    }

    /** The bytes after power-on. */
    public byte[] powerOn() {
        return initial.clone();
    }

    /** Moves every window to where the registers say. */
    public void settle() {
        for (Decoder decoder : decoders) {
            decoder.base = AddressWindow.CLOSED;
            decoder.window.moveTo(AddressWindow.CLOSED);
        }
        moveWindows();
    }

    /** Closes first, so that two windows can change places with one command-register write. */
    private void moveWindows() {
        for (Decoder decoder : decoders) {
            long base = decoder.register.base(this);
            if (base != decoder.base && decoder.base != AddressWindow.CLOSED) {
                decoder.base = AddressWindow.CLOSED;
                decoder.window.moveTo(AddressWindow.CLOSED);
            }
        }
        for (Decoder decoder : decoders) {
            long base = decoder.register.base(this);
            if (base != decoder.base) {
                decoder.base = base;
                decoder.window.moveTo(base);
            }
        }
    }

    private static void put(byte[] to, int offset, int size, int value) {
        for (int i = 0; i < size; i++) {
            to[offset + i] = (byte) (value >>> 8 * i);
        }
    }
}
