package org.ring0.core.oracle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Whether 64-bit processes of this host may enter 32-bit code: some hypervisors forbid it, and the attempt ends the process.
 * So a process of its own tries: a small ELF program that goes there and back and exits with 0.
 */
final class Mode32Probe {
    private static final int BASE = 0x40_0000;
    private static final int STACK = BASE + 0x1ff0;
    private static final int MEMORY_SIZE = 0x2000;
    private static final int ELF_HEADER_SIZE = 64;
    private static final int PROGRAM_HEADER_SIZE = 56;
    private static final int ENTRY = ELF_HEADER_SIZE + PROGRAM_HEADER_SIZE;
    private static final int TIMEOUT_SECONDS = 10;

    private Mode32Probe() {}

    static boolean run() {
        try {
            Path file = Files.createTempFile("ring0-mode32-", ".elf");
            try {
                Files.write(file, program());
                return file.toFile().setExecutable(true) && succeeds(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean succeeds(Path file) throws IOException {
        Process process = new ProcessBuilder(file.toString()).start();
        try {
            return process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    private static byte[] program() {
        Emitter code = new Emitter(BASE);
        code.enter32(ENTRY, STACK - BASE).leave32(ENTRY);
        code.bytes(0xb8).int32(60).bytes(0x31, 0xff, 0x0f, 0x05); // exit(0)
        byte[] bytes = code.toByteArray();
        ByteBuffer file = ByteBuffer.allocate(ENTRY + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        file.putShort((short) 2).putShort((short) 62).putInt(1); // executable, x86-64
        file.putLong(BASE + ENTRY).putLong(ELF_HEADER_SIZE).putLong(0).putInt(0);
        file.putShort((short) ELF_HEADER_SIZE)
                .putShort((short) PROGRAM_HEADER_SIZE)
                .putShort((short) 1);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        file.putInt(1).putInt(7).putLong(0).putLong(BASE).putLong(BASE); // one segment, all rights
        file.putLong(ENTRY + bytes.length).putLong(MEMORY_SIZE).putLong(0x1000);
        return file.put(bytes).array();
    }
}
