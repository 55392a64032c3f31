package org.ring0.devices.board.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ring0.devices.board.VgaBiosGuest;

/** Multiboot is told of the same modes as the VGA BIOS tells of. */
class VbeInfoTest {
    private static final int LINEAR = 0x80;
    private static final int WINDOW_FUNCTION = 0x0c;
    private static final int FRAME_BUFFER = 0x28;

    /** What differs: a function to call, and in the guest nobody has given the frame buffer an address. */
    private static byte[] comparable(byte[] mode) {
        byte[] bytes = mode.clone();
        bytes[0] = (byte) (bytes[0] & ~LINEAR);
        Arrays.fill(bytes, WINDOW_FUNCTION, WINDOW_FUNCTION + 4, (byte) 0);
        Arrays.fill(bytes, FRAME_BUFFER, FRAME_BUFFER + 4, (byte) 0);
        return bytes;
    }

    @Test
    void everyModeIsToldAsByTheVgaBios() {
        int modes = 0;
        for (int number = 0x100; number < 0x200; number++) {
            VideoMode mode = VideoMode.ofVbe(number);
            if (mode != null) {
                modes++;
                assertEquals(number, mode.vbeNumber());
                byte[] told = new byte[VbeInfo.MODE_SIZE];
                try (VgaBiosGuest guest =
                        new VgaBiosGuest().call(0x4f01, 0, number, 0).run()) {
                    for (int i = 0; i < told.length; i++) {
                        told[i] = (byte) guest.octet(VgaBiosGuest.BUFFER + i);
                    }
                }
                byte[] ours = VbeInfo.of(mode).modeInformation();
                assertArrayEquals(comparable(told), comparable(ours), () -> mode.toString());
            }
        }
        assertEquals(35, modes);
    }

    @Test
    void otherModesHaveNone() {
        assertNull(VideoMode.ofVbe(VideoMode.NO_NUMBER));
        assertNull(VideoMode.ofVbe(0x103), "a palette mode");
        assertNull(VbeInfo.of(null));
        assertNull(VbeInfo.of(new VideoMode(640, 400, 16)));
        assertNull(VbeInfo.of(new VideoMode(808, 600, 32)));
    }

    @Test
    void pointersOfTheControlBlockAreForRealMode() {
        VbeInfo vbe = VbeInfo.of(new VideoMode(1024, 768, 32));
        byte[] block = vbe.control(0x9_1234);
        assertEquals("VESA", new String(block, 0, 4, java.nio.charset.StandardCharsets.US_ASCII));
        assertArrayEquals(new byte[] {0x04, 0x00, 0x33, (byte) 0x91}, Arrays.copyOfRange(block, 6, 10), "9133:0004");
        assertArrayEquals(new byte[] {0x44, 0x01, -1, -1}, Arrays.copyOfRange(block, 0x22, 0x26), "the mode, the end");
        assertTrue(Arrays.equals(new byte[4], 0, 4, vbe.control(0x10_0000), 6, 10), "beyond reach");
    }
}
