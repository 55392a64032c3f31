package org.ring0.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ring0.core.machine.Budget;
import org.ring0.core.memory.AddressSpace;
import org.ring0.devices.board.PcBoard;

/** Firmware installs the board's tables where an operating system finds them. */
class FirmwareTablesTest {
    private static final int F_SEGMENT = 0xf_0000;
    private static final int ONE_MIB = 0x10_0000;
    private static final int HEADER = 36;

    private AddressSpace memory;

    private String text(long address, int length) {
        byte[] bytes = new byte[length];
        memory.readMemory(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private boolean sumsUp(long address, int length) {
        byte[] bytes = new byte[length];
        memory.readMemory(address, bytes, 0, length);
        int sum = 0;
        for (byte b : bytes) {
            sum += b;
        }
        return (sum & 0xff) == 0;
    }

    private long find(String signature, int length) {
        for (int at = F_SEGMENT; at < ONE_MIB; at += 16) {
            if (text(at, signature.length()).equals(signature) && sumsUp(at, length)) {
                return at;
            }
        }
        throw new AssertionError("no " + signature);
    }

    @ParameterizedTest
    @EnumSource(Bios.class)
    void firmwareInstallsTablesOfAcpiSmbiosAndMultiProcessor(Bios bios) throws Exception {
        try (PcBoard board = new PcBoard(bios.in(Guests.pc()))) {
            memory = board.machine().memory();
            board.machine().run(Budget.UNLIMITED.withCycles(300_000_000));
            long root = find("RSD PTR ", 20);
            assertTrue(sumsUp(root, HEADER));
            long rsdt = memory.read(root + 16, 4);
            int length = (int) memory.read(rsdt + 4, 4);
            assertTrue(sumsUp(rsdt, length));
            List<String> names = new ArrayList<>();
            for (int i = HEADER; i < length; i += 4) {
                long table = memory.read(rsdt + i, 4);
                names.add(text(table, 4) + text(table + 10, 6));
                assertTrue(sumsUp(table, (int) memory.read(table + 4, 4)));
            }
            assertEquals(List.of("FACPRING0 ", "SSDTRING0 ", "APICRING0 ", "HPETRING0 "), names);
            assertEquals(2, memory.read(find("_SM_", 31) + 6, 1));
            long table = memory.read(find("_MP_", 16) + 4, 4);
            assertTrue(sumsUp(table, (int) memory.read(table + 4, 2)));
        }
    }
}
