package org.ring0.devices.storage.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class FileSignatureTest {
    @Test
    void compressedFilesAreToBeUnpacked() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(new byte[1000]);
        }
        assertEquals("a gzip file, which has to be unpacked first", FileSignature.of(out.toByteArray()));
    }

    @Test
    void programsAreToldByTheirMachine() {
        ByteBuffer pe = ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN);
        pe.putShort(0, (short) 0x5a4d).putInt(0x3c, 0x80);
        assertEquals("a DOS program", FileSignature.of(pe.array()));
        pe.putInt(0x80, 0x4550).putShort(0x84, (short) 0x8664);
        assertEquals("a PE file for x86-64, as EFI and Windows have them", FileSignature.of(pe.array()));
        byte[] aOut = {0x0b, 0x01, 0x64, 0, 0, 0, 0, 0};
        assertEquals(
                "a plain a.out file (ZMAGIC), which needs a multiboot header with load addresses",
                FileSignature.of(aOut));
    }

    @Test
    void textIsTold() {
        assertEquals("a script", FileSignature.of("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("a text file", FileSignature.of("Dear kernel,\r\n".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void whatNothingTellsIsNotGuessed() {
        assertNull(FileSignature.of(new byte[0]));
        assertNull(FileSignature.of(new byte[0x9000]));
    }

    @Test
    void noFileIsTooShortOrTooStrange() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] file = new byte[random.nextInt(100)];
            random.nextBytes(file);
            if (file.length > 1 && random.nextBoolean()) {
                file[0] = 0x4d;
                file[1] = 0x5a;
            }
            FileSignature.of(file);
        }
    }
}
