package org.ring0.devices.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PngWriterTest {
    @Test
    void fileHoldsTheDotsOfTheFrame() throws IOException {
        Frame frame = new Frame(3, 2, new int[] {0xff0000, 0x00ff00, 0x0000ff, 0x123456, 0, 0xffffff});
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PngWriter.write(frame, file);
        var image = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
        assertEquals(3, image.getWidth());
        assertEquals(2, image.getHeight());
        for (int i = 0; i < 6; i++) {
            assertEquals(frame.rgb(i % 3, i / 3), image.getRGB(i % 3, i / 3) & 0xffffff);
        }
    }
}
