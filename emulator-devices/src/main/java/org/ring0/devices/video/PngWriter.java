package org.ring0.devices.video;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes frames as PNG files; needs no display. */
public final class PngWriter {
    private PngWriter() {}

    /** Writes the frame to a file, in place of one that is there. */
    public static void write(Frame frame, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            write(frame, out);
        }
    }

    /** Writes the frame to a stream, which stays open. */
    public static void write(Frame frame, OutputStream out) throws IOException {
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, frame.width(), frame.height(), frame.rgb(), 0, frame.width());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(new IIOImage(image, null, null));
        } finally {
            writer.dispose();
        }
    }
}
