package org.ring0.devices.platform;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link FwCfg} has to tell: items by their 16-bit selector, and named files, which get selectors from 20h on in the
 * order of their names. Source: docs/specs/fw_cfg of the QEMU project.
 */
public final class FwCfgItems {
    public static final int SIGNATURE = 0x00;
    public static final int ID = 0x01;
    public static final int UUID = 0x02;
    public static final int RAM_SIZE = 0x03;
    public static final int NOGRAPHIC = 0x04;
    public static final int NB_CPUS = 0x05;
    public static final int BOOT_DEVICE = 0x0c;
    public static final int NUMA = 0x0d;
    public static final int BOOT_MENU = 0x0e;
    public static final int MAX_CPUS = 0x0f;
    public static final int FILE_DIRECTORY = 0x19;
    private static final int FIRST_FILE = 0x20;
    private static final int NAME_BYTES = 56;
    private static final int ID_TRADITIONAL_AND_DMA = 3;

    private final Map<Integer, byte[]> items = new TreeMap<>();
    private final Map<String, byte[]> files = new TreeMap<>();

    public FwCfgItems() {
        item(SIGNATURE, "QEMU".getBytes(StandardCharsets.US_ASCII)).item32(ID, ID_TRADITIONAL_AND_DMA);
    }

    /** Sets an item. */
    public FwCfgItems item(int selector, byte[] content) {
        items.put(selector, content.clone());
        return this;
    }

    /** Sets an item to a little-endian word. */
    public FwCfgItems item16(int selector, int value) {
        return item(selector, new byte[] {(byte) value, (byte) (value >> 8)});
    }

    /** Sets an item to a little-endian dword. */
    public FwCfgItems item32(int selector, int value) {
        return item(selector, littleEndian(4).putInt(value).array());
    }

    /** Sets an item to a little-endian qword. */
    public FwCfgItems item64(int selector, long value) {
        return item(selector, littleEndian(8).putLong(value).array());
    }

    /** Adds a file; its name has at most 55 characters of ASCII. */
    public FwCfgItems file(String name, byte[] content) {
        if (name.length() >= NAME_BYTES) {
            throw new IllegalArgumentException("fw_cfg file name is too long: " + name);
        }
        files.put(name, content.clone());
        return this;
    }

    /** Adds a file of one little-endian word. */
    public FwCfgItems file16(String name, int value) {
        return file(name, new byte[] {(byte) value, (byte) (value >> 8)});
    }

    /** All items by selector, the files and their directory included. */
    Map<Integer, byte[]> bySelector() {
        Map<Integer, byte[]> all = new TreeMap<>(items);
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        directory.writeBytes(ByteBuffer.allocate(4).putInt(files.size()).array());
        int selector = FIRST_FILE;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            all.put(selector, file.getValue());
            directory.writeBytes(entry(file.getKey(), file.getValue().length, selector++));
        }
        all.put(FILE_DIRECTORY, directory.toByteArray());
        return all;
    }

    private static byte[] entry(String name, int length, int selector) {
        return ByteBuffer.allocate(8 + NAME_BYTES)
                .putInt(length)
                .putShort((short) selector)
                .putShort((short) 0)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    }
}
