package org.ring0.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BiosImageTest {
    private static final int SIZE = 64 * 1024;
    private static final int FAR_JUMP = 0xea;
    private static final int NEAR_JUMP = 0xe9;
    private static final int MODEL_AT = 0xfc;

    private final ByteBuffer bios = ByteBuffer.wrap(Firmware.bios()).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void imageFillsTheLastSegmentBelowOneMebibyte() {
        assertEquals(SIZE, bios.capacity());
    }

    @Test
    void resetVectorJumpsFarToTheTraditionalEntry() {
        assertEquals(FAR_JUMP, bios.get(0xfff0) & 0xff);
        assertEquals(0xe05b, bios.getShort(0xfff1) & 0xffff);
        assertEquals(0xf000, bios.getShort(0xfff3) & 0xffff);
    }

    @Test
    void modelByteIsThatOfAnAt() {
        assertEquals(MODEL_AT, bios.get(0xfffe) & 0xff);
    }

    /** Programs call the services of the AT BIOS at these addresses instead of through the vectors. */
    @ParameterizedTest
    @ValueSource(
            ints = {
                0xe05b, 0xe2c3, 0xe3fe, 0xe6f2, 0xe739, 0xe82e, 0xe987, 0xec59, 0xef57, 0xefd2, 0xf065, 0xf841, 0xf84d,
                0xf859, 0xfe6e, 0xfea5, 0xff54
            })
    void traditionalEntryPointsLeadIntoTheRom(int entry) {
        int opcode = bios.get(entry) & 0xff;
        assertEquals(NEAR_JUMP, opcode, () -> "no jump at F000:%04X".formatted(entry));
        int target = (entry + 3 + bios.getShort(entry + 1)) & 0xffff;
        assertTrue(target < 0xe000, () -> "the jump at F000:%04X leads to %04X".formatted(entry, target));
    }

    @Test
    void pciRoutingTableHasItsSignatureAndSum() {
        int table = paragraphWith("$PIR");
        assertEquals(0, sum(table, bios.getShort(table + 6) & 0xffff));
    }

    @Test
    void serviceDirectoryHasItsSignatureAndSum() {
        int directory = paragraphWith("_32_");
        assertEquals(0, sum(directory, 16));
        int entry = bios.getInt(directory + 4);
        assertEquals(0xf0000, entry & 0xffff0000);
    }

    @Test
    void everyCallGivesAnArrayOfItsOwn() {
        assertNotSame(Firmware.bios(), Firmware.bios());
    }

    private int paragraphWith(String signature) {
        byte[] wanted = signature.getBytes(StandardCharsets.US_ASCII);
        int found = -1;
        for (int at = 0; at < SIZE && found < 0; at += 16) {
            byte[] here = new byte[wanted.length];
            bios.get(at, here);
            found = Arrays.equals(here, wanted) ? at : -1;
        }
        assertNotEquals(-1, found, signature + " is on no 16-byte boundary");
        return found;
    }

    private int sum(int from, int length) {
        int sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += bios.get(i);
        }
        return sum & 0xff;
    }
}
