package org.ring0.devices.board.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ring0.firmware.Firmware;
import org.ring0.testing.GuestPackages;

/** The tables as an operating system reads them: found by signature, followed by pointer, summed up. */
class FirmwareTablesTest {
    private static final int ADDRESS = 0xf_0000;
    private static final PcFacts FACTS = new PcFacts(
            0xc000_0000L,
            0x4000_0000L,
            2,
            true,
            new PcFacts.Cpu("GenuineIntel", "a CPU", 0x652, 0x183_f9ff, 1000),
            new PcFacts.Pages(0xfee0_0000L, 0xfec0_0000L, 0xfed0_0000L),
            0x8086_a201);

    /** Memory in which tables lie. */
    private static final class Memory {
        final Map<Long, byte[]> pieces = new TreeMap<>();

        ByteBuffer at(long address, int length) {
            for (Map.Entry<Long, byte[]> piece : pieces.entrySet()) {
                long offset = address - piece.getKey();
                if (offset >= 0 && offset + length <= piece.getValue().length) {
                    return ByteBuffer.wrap(piece.getValue(), (int) offset, length)
                            .slice()
                            .order(ByteOrder.LITTLE_ENDIAN);
                }
            }
            throw new AssertionError("nothing at " + Long.toHexString(address));
        }

        /** A whole ACPI table. */
        ByteBuffer table(long address) {
            return at(address, at(address, 8).getInt(4));
        }

        /** Where a signature is, at a multiple of 16. */
        long find(String signature) {
            for (Map.Entry<Long, byte[]> piece : pieces.entrySet()) {
                for (int i = 0; i + 16 <= piece.getValue().length; i += 16) {
                    if (text(at(piece.getKey() + i, 16), 0, signature.length()).equals(signature)) {
                        return piece.getKey() + i;
                    }
                }
            }
            throw new AssertionError("no " + signature);
        }
    }

    private static String text(ByteBuffer from, int offset, int length) {
        byte[] bytes = new byte[length];
        from.get(offset, bytes);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static int sum(ByteBuffer bytes, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += bytes.get(i);
        }
        return sum & 0xff;
    }

    private static Memory placed() {
        Memory memory = new Memory();
        memory.pieces.put((long) ADDRESS, FirmwareTables.placedAt(ADDRESS, FACTS));
        return memory;
    }

    /** Carries the loader's script out as firmware does. */
    private static Memory loaded() {
        Map<String, byte[]> files = FirmwareTables.files(FACTS);
        Map<String, Long> addresses = new HashMap<>();
        Memory memory = new Memory();
        ByteBuffer script = ByteBuffer.wrap(files.get("etc/table-loader")).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < script.capacity(); at += 128) {
            ByteBuffer c = script.slice(at, 128).order(ByteOrder.LITTLE_ENDIAN);
            String file = text(c, 4, 56).trim();
            byte[] content = files.get(file);
            ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
            switch (c.getInt(0)) {
                case 1 -> {
                    long address = c.get(64) == 2 ? 0xf_6000 : 0x7ff_e000;
                    assertEquals(0, address % c.getInt(60));
                    addresses.put(file, address);
                    memory.pieces.put(address, content);
                }
                case 2 -> {
                    long base = addresses.get(text(c, 60, 56).trim());
                    int offset = c.getInt(116);
                    if (c.get(120) == 8) {
                        bytes.putLong(offset, bytes.getLong(offset) + base);
                    } else {
                        bytes.putInt(offset, (int) (bytes.getInt(offset) + base));
                    }
                }
                default -> {
                    ByteBuffer part = bytes.slice(c.getInt(64), c.getInt(68));
                    bytes.put(c.getInt(60), (byte) -sum(part, part.capacity()));
                }
            }
        }
        return memory;
    }

    /** The tables by their signatures, from the root pointer on; every length and checksum on the way is right. */
    private static Map<String, ByteBuffer> acpi(Memory memory) {
        ByteBuffer root = memory.at(memory.find("RSD PTR "), 36);
        assertEquals(0, sum(root, 20));
        assertEquals(0, sum(root, 36));
        ByteBuffer rsdt = memory.table(root.getInt(16));
        ByteBuffer xsdt = memory.table(root.getLong(24));
        List<Long> narrow = new ArrayList<>();
        List<Long> wide = new ArrayList<>();
        for (int i = 36; i < rsdt.capacity(); i += 4) {
            narrow.add(rsdt.getInt(i) & 0xffff_ffffL);
        }
        for (int i = 36; i < xsdt.capacity(); i += 8) {
            wide.add(xsdt.getLong(i));
        }
        assertEquals(narrow, wide);
        Map<String, ByteBuffer> tables = new TreeMap<>();
        narrow.forEach(address -> tables.put(text(memory.at(address, 4), 0, 4), memory.table(address)));
        ByteBuffer fadt = tables.get("FACP");
        assertEquals(fadt.getInt(40) & 0xffff_ffffL, fadt.getLong(140));
        tables.put("DSDT", memory.table(fadt.getInt(40)));
        assertEquals(0, fadt.getInt(36) % 64);
        assertEquals("FACS", text(memory.at(fadt.getInt(36), 64), 0, 4));
        tables.put("RSDT", rsdt);
        tables.put("XSDT", xsdt);
        tables.forEach((name, table) -> assertEquals(0, sum(table, table.capacity()), name));
        return tables;
    }

    @Test
    void rootPointerLeadsToTablesWithTheirLengthsAndSums() {
        assertEquals(
                List.of("APIC", "DSDT", "FACP", "HPET", "RSDT", "SSDT", "XSDT"),
                List.copyOf(acpi(placed()).keySet()));
    }

    @Test
    void loadersScriptGivesTheSameTables() {
        Map<String, ByteBuffer> loaded = acpi(loaded());
        Map<String, ByteBuffer> placed = acpi(placed());
        for (String name : List.of("APIC", "DSDT", "HPET", "SSDT")) {
            assertEquals(placed.get(name), loaded.get(name));
        }
        assertEquals(placed.keySet(), loaded.keySet());
    }

    @Test
    void fixedDescriptionNamesThePiix4sRegisters() {
        ByteBuffer fadt = acpi(placed()).get("FACP");
        assertEquals(244, fadt.capacity());
        assertEquals(9, fadt.getShort(46));
        assertEquals(0x600, fadt.getInt(56));
        assertEquals(0x604, fadt.getInt(64));
        assertEquals(0x608, fadt.getInt(76));
        assertEquals(0x32, fadt.get(108));
        assertEquals(1 << 10, fadt.getInt(112) & 1 << 10);
        assertEquals(0xcf9, fadt.getLong(120));
        assertEquals(6, fadt.get(128));
        assertEquals(0x600, fadt.getLong(152));
        assertEquals(0xafe0, fadt.getLong(224));
    }

    @Test
    void controllersAndOverridesAreThoseOfTheBoard() {
        ByteBuffer madt = acpi(placed()).get("APIC");
        List<String> entries = new ArrayList<>();
        for (int i = 44; i < madt.capacity(); i += madt.get(i + 1)) {
            String override = madt.get(i) == 2
                    ? " %d-%d %x".formatted(madt.get(i + 3), madt.getInt(i + 4), madt.getShort(i + 8))
                    : "";
            entries.add(madt.get(i) + override);
        }
        assertEquals(List.of("0", "1", "2 0-2 0", "2 9-9 d", "2 5-5 d", "2 10-10 d", "2 11-11 d", "4"), entries);
    }

    @Test
    void presentPortsAndDrivesAreInTheSecondaryTable() {
        ByteBuffer ssdt = acpi(placed()).get("SSDT");
        byte[] body = new byte[8];
        ssdt.get(36, body);
        assertArrayEquals(new byte[] {8, '\\', 'P', 'R', 'E', 'S', 0x0a, 0x13}, body);
        assertEquals(44, ssdt.capacity());
    }

    @Test
    void multiProcessorTableCountsItsEntries() {
        Memory memory = placed();
        ByteBuffer pointer = memory.at(memory.find("_MP_"), 16);
        assertEquals(0, sum(pointer, 16));
        ByteBuffer head = memory.at(pointer.getInt(4), 44);
        ByteBuffer table = memory.at(pointer.getInt(4), head.getShort(4));
        assertEquals(0, sum(table, table.capacity()));
        int entries = 0;
        List<Integer> inputs = new ArrayList<>();
        for (int i = 44; i < table.capacity(); i += table.get(i) == 0 ? 20 : 8) {
            entries++;
            if (table.get(i) == 3) {
                inputs.add((int) table.get(i + 7));
            }
        }
        assertEquals(table.getShort(34), entries);
        assertEquals(List.of(0, 2, 1, 3, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15), inputs.subList(0, 14));
        assertEquals(List.of(9, 10, 11, 11, 10, 11, 11, 10), inputs.subList(14, 22));
        assertEquals(14 + 31 * 4, inputs.size());
    }

    @Test
    void interruptRoutingTableIsOurBioses() {
        Memory memory = placed();
        ByteBuffer ours = memory.at(memory.find("$PIR"), 32 + 31 * 16);
        assertEquals(0, sum(ours, ours.capacity()));
        Memory rom = new Memory();
        rom.pieces.put(0L, Firmware.bios());
        assertEquals(rom.at(rom.find("$PIR"), ours.capacity()), ours);
    }

    /** What dmidecode makes of a dump in which the structures follow the entry point. */
    @Test
    void dmidecodeReadsTheManagementStructures(@TempDir Path folder) throws Exception {
        Path dmidecode = GuestPackages.file("/usr/sbin/dmidecode", "dmidecode");
        Memory memory = placed();
        ByteBuffer anchor = memory.at(memory.find("_SM_"), 31);
        ByteBuffer structures = memory.at(anchor.getInt(24), anchor.getShort(22));
        ByteBuffer dump = ByteBuffer.allocate(32 + structures.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        dump.put(0, anchor, 0, 31).put(32, structures, 0, structures.capacity());
        dump.putInt(24, 32).put(21, (byte) 0).put(4, (byte) 0);
        dump.put(21, (byte) -sum(dump.slice(16, 15), 15));
        dump.put(4, (byte) -sum(dump, 31));
        Files.write(folder.resolve("dump"), dump.array());
        String text = output(folder, dmidecode.toString(), "--from-dump", "dump");
        for (String line : List.of(
                "10 structures occupying",
                "Product Name: ring0 PC",
                "Type: Central Processor",
                "Version: a CPU",
                "Maximum Capacity: 4 GB",
                "Size: 4 GB",
                "Starting Address: 0x00100000000",
                "End Of Table")) {
            assertTrue(text.contains(line), line + " is not in\n" + text);
        }
        for (String complaint : List.of("Wrong", "TRUNCATED", "OUT OF SPEC", "Invalid", "<BAD INDEX>", "broken")) {
            assertFalse(text.contains(complaint), text);
        }
    }

    @Test
    void managementStructuresAreCountedAndEnd() {
        Memory memory = placed();
        ByteBuffer anchor = memory.at(memory.find("_SM_"), 31);
        assertEquals(0, sum(anchor, 31));
        assertEquals(0, sum(anchor.slice(16, 15), 15));
        ByteBuffer all = memory.at(anchor.getInt(24), anchor.getShort(22));
        List<Integer> types = new ArrayList<>();
        for (int i = 0; i < all.capacity(); ) {
            types.add((int) all.get(i));
            i += all.get(i + 1);
            while (all.getShort(i) != 0) {
                i++;
            }
            i += 2;
        }
        assertEquals(List.of(0, 1, 3, 4, 16, 17, 19, 19, 32, 127), types);
        assertEquals(types.size(), anchor.getShort(28));
        Map<String, byte[]> files = FirmwareTables.files(FACTS);
        assertEquals(31, files.get("etc/smbios/smbios-anchor").length);
        assertEquals(1, files.get("etc/smbios/smbios-tables")[0]);
    }

    /** What iasl makes of each table, and says of its own text of it. */
    @Test
    void compilerOfAcpiReadsEveryTableWithoutComplaint(@TempDir Path folder) throws Exception {
        GuestPackages.tool("iasl", "acpica-tools");
        for (Map.Entry<String, ByteBuffer> table : acpi(placed()).entrySet()) {
            byte[] bytes = new byte[table.getValue().capacity()];
            table.getValue().get(0, bytes);
            Files.write(folder.resolve(table.getKey() + ".dat"), bytes);
            String text = output(folder, "iasl", "-d", table.getKey() + ".dat");
            String again = output(folder, "iasl", "-f", table.getKey() + ".dsl");
            assertTrue(again.contains("Compilation successful. 0 Errors"), text + again);
            assertFalse((text + again).contains("Checksum is incorrect"), text + again);
        }
    }

    private static String output(Path folder, String... words) throws Exception {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void tablesFitIntoTheSegment() {
        assertTrue(FirmwareTables.placedAt(ADDRESS, FACTS).length < 0x8000);
    }
}
