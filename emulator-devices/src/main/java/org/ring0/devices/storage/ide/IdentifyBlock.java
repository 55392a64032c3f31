package org.ring0.devices.storage.ide;

/** The 256 words that IDENTIFY DEVICE and IDENTIFY PACKET DEVICE answer with. */
final class IdentifyBlock {
    private final byte[] bytes = new byte[512];

    /** Sets one word. */
    IdentifyBlock word(int index, int value) {
        bytes[2 * index] = (byte) value;
        bytes[2 * index + 1] = (byte) (value >> 8);
        return this;
    }

    /** Sets {@code words} words from {@code index} on, the lowest first. */
    IdentifyBlock number(int index, long value, int words) {
        for (int i = 0; i < words; i++) {
            word(index + i, (int) (value >> 16 * i));
        }
        return this;
    }

    /** Sets a text, padded with spaces; its characters are swapped in each word. */
    IdentifyBlock text(int index, int words, String text) {
        for (int i = 0; i < 2 * words; i++) {
            bytes[2 * index + (i ^ 1)] = (byte) (i < text.length() ? text.charAt(i) : ' ');
        }
        return this;
    }

    /** The block with the signature and checksum of word 255. */
    byte[] finish() {
        bytes[510] = (byte) 0xA5;
        int sum = 0;
        for (int i = 0; i < 511; i++) {
            sum += bytes[i];
        }
        bytes[511] = (byte) -sum;
        return bytes;
    }
}
