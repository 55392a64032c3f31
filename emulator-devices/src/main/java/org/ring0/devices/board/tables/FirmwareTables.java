package org.ring0.devices.board.tables;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All tables of a machine, in two ways: as files with a loader's script for firmware, and placed in memory. */
public final class FirmwareTables {
    private static final String LOADER = "etc/table-loader";
    private static final int NAME = 56;
    private static final int COMMAND = 128;
    private static final int ALLOCATE = 1;
    private static final int ADD_POINTER = 2;
    private static final int ADD_CHECKSUM = 3;
    private static final int ZONE_HIGH = 1;
    /** Below 1 MiB, where operating systems look for signatures. */
    private static final int ZONE_F_SEGMENT = 2;

    private FirmwareTables() {}

    /**
     * The files of fw_cfg by their names (docs/specs/fw_cfg and the linker-loader interface of the QEMU project). There is no
     * MultiProcessor table among them: firmware makes its own.
     */
    public static Map<String, byte[]> files(PcFacts facts) {
        Map<String, byte[]> files = new TreeMap<>();
        List<Blob> acpi = AcpiTables.of(facts);
        acpi.forEach(blob -> files.put(blob.name(), blob.unplaced()));
        SystemManagementBios.of(facts, false).forEach(blob -> files.put(blob.name(), blob.unplaced()));
        files.put(LOADER, script(acpi));
        return files;
    }

    /** Allocates all, then sets pointers, then checksums. */
    private static byte[] script(List<Blob> blobs) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        for (Blob blob : blobs) {
            int zone = blob.name().equals(AcpiTables.POINTER) ? ZONE_F_SEGMENT : ZONE_HIGH;
            ByteBuffer c =
                    command(ALLOCATE, blob.name()).putInt(blob.alignment()).put((byte) zone);
            script.writeBytes(c.array());
        }
        for (Blob blob : blobs) {
            for (Blob.Pointer p : blob.pointers()) {
                ByteBuffer c = name(command(ADD_POINTER, blob.name()), p.target())
                        .putInt(p.offset())
                        .put((byte) p.size());
                script.writeBytes(c.array());
            }
        }
        for (Blob blob : blobs) {
            for (Blob.Checksum s : blob.checksums()) {
                ByteBuffer c = command(ADD_CHECKSUM, blob.name())
                        .putInt(s.offset())
                        .putInt(s.start())
                        .putInt(s.length());
                script.writeBytes(c.array());
            }
        }
        return script.toByteArray();
    }

    private static ByteBuffer command(int code, String file) {
        return name(ByteBuffer.allocate(COMMAND).order(ByteOrder.LITTLE_ENDIAN).putInt(code), file);
    }

    private static ByteBuffer name(ByteBuffer to, String file) {
        byte[] name = new byte[NAME];
        byte[] text = file.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, name, 0, text.length);
        return to.put(name);
    }

    /**
     * All tables for memory that begins at {@code address}, a multiple of 64 between F0000h and FFFFFh, where every operating
     * system finds them: for kernels that are started without firmware. ACPI's root pointer comes first.
     */
    public static byte[] placedAt(long address, PcFacts facts) {
        List<Blob> blobs = new ArrayList<>(AcpiTables.of(facts).reversed());
        blobs.addAll(MultiProcessorTable.of(facts));
        blobs.addAll(SystemManagementBios.of(facts, true));
        blobs.add(InterruptRoutingTable.of());
        Map<String, Long> addresses = new LinkedHashMap<>();
        long at = address;
        for (Blob blob : blobs) {
            at = at + blob.alignment() - 1 & -blob.alignment();
            addresses.put(blob.name(), at);
            at += blob.size();
        }
        byte[] image = new byte[(int) (at - address)];
        for (Blob blob : blobs) {
            int offset = (int) (addresses.get(blob.name()) - address);
            System.arraycopy(blob.placed(addresses), 0, image, offset, blob.size());
        }
        return image;
    }
}
