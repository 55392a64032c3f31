package org.ring0.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VgaBiosImageTest {
    private static final int BLOCK = 512;
    private static final int PCI_DATA_POINTER = 0x18;

    private final byte[] image = Firmware.vgaBios();
    private final ByteBuffer rom = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void headerGivesTheSignatureAndTheSize() {
        assertEquals(0xaa55, rom.getShort(0) & 0xffff);
        assertEquals(image.length, (rom.get(2) & 0xff) * BLOCK);
    }

    @Test
    void allBytesAddUpToZero() {
        int sum = 0;
        for (byte b : image) {
            sum += b;
        }
        assertEquals(0, sum & 0xff);
    }

    @Test
    void pciDataNamesTheAdapterTheRomIsFor() {
        int data = rom.getShort(PCI_DATA_POINTER) & 0xffff;
        byte[] signature = new byte[4];
        rom.get(data, signature);
        assertEquals("PCIR", new String(signature, StandardCharsets.US_ASCII));
        assertEquals(0x1234, rom.getShort(data + 4) & 0xffff);
        assertEquals(0x1111, rom.getShort(data + 6) & 0xffff);
        assertEquals(image.length, rom.getShort(data + 0x10) * BLOCK);
        assertEquals(0x80, rom.get(data + 0x15) & 0xff, "last image");
    }

    @Test
    void romLeavesRoomForOtherOptionRoms() {
        assertTrue(image.length <= 0x8000);
    }

    @Test
    void licenceOfTheFontGoesWithTheRom() {
        assertTrue(Firmware.class.getResource("/META-INF/licenses/spleen.txt") != null);
    }
}
