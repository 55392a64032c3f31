package org.ring0.devices.video;

import java.util.HexFormat;

/** The register tables of the IBM VGA's standard modes (VGA technical reference, video mode tables). */
record StandardMode(int number, int misc, int[] sequencer, int[] crtc, int[] attributes, int[] graphics) {
    private static final String EGA_PALETTE = "00 01 02 03 04 05 14 07 38 39 3A 3B 3C 3D 3E 3F ";
    private static final String CGA_PALETTE = "00 13 15 17 02 04 06 07 10 11 12 13 14 15 16 17 ";
    private static final String LOW_PALETTE = "00 01 02 03 04 05 06 07 10 11 12 13 14 15 16 17 ";
    private static final String TEXT_GRAPHICS = "00 00 00 00 00 10 0E 00 FF";

    static final StandardMode TEXT_40 = of(
            0x01,
            0x67,
            "08 03 00 02",
            "2D 27 28 90 2B A0 BF 1F 00 4F 0D 0E 00 00 00 00 9C 8E 8F 14 1F 96 B9 A3 FF",
            EGA_PALETTE + "0C 00 0F 08",
            TEXT_GRAPHICS);
    static final StandardMode TEXT_80 = of(
            0x03,
            0x67,
            "00 03 00 02",
            "5F 4F 50 82 55 81 BF 1F 00 4F 0D 0E 00 00 00 00 9C 8E 8F 28 1F 96 B9 A3 FF",
            EGA_PALETTE + "0C 00 0F 08",
            TEXT_GRAPHICS);
    static final StandardMode CGA_4_COLOURS = of(
            0x04,
            0x63,
            "09 03 00 02",
            "2D 27 28 90 2B 80 BF 1F 00 C1 00 00 00 00 00 00 9C 8E 8F 14 00 96 B9 A2 FF",
            CGA_PALETTE + "01 00 03 00",
            "00 00 00 00 00 30 0F 00 FF");
    static final StandardMode CGA_2_COLOURS = of(
            0x06,
            0x63,
            "01 01 00 06",
            "5F 4F 50 82 54 80 BF 1F 00 C1 00 00 00 00 00 00 9C 8E 8F 28 00 96 B9 C2 FF",
            "00 17 17 17 17 17 17 17 17 17 17 17 17 17 17 17 01 00 01 00",
            "00 00 00 00 00 00 0D 00 FF");
    static final StandardMode MONOCHROME_TEXT = of(
            0x07,
            0x66,
            "00 03 00 02",
            "5F 4F 50 82 55 81 BF 1F 00 4F 0D 0E 00 00 00 00 9C 8E 8F 28 0D 96 B9 A3 FF",
            "00 08 08 08 08 08 08 08 10 18 18 18 18 18 18 18 0E 00 0F 08",
            "00 00 00 00 00 10 0A 00 FF");
    static final StandardMode EGA_320 = of(
            0x0d,
            0x63,
            "09 0F 00 06",
            "2D 27 28 90 2B 80 BF 1F 00 C0 00 00 00 00 00 00 9C 8E 8F 14 00 96 B9 E3 FF",
            LOW_PALETTE + "01 00 0F 00",
            "00 00 00 00 00 00 05 0F FF");
    static final StandardMode EGA_640 = of(
            0x0e,
            0x63,
            "01 0F 00 06",
            "5F 4F 50 82 54 80 BF 1F 00 C0 00 00 00 00 00 00 9C 8E 8F 28 00 96 B9 E3 FF",
            LOW_PALETTE + "01 00 0F 00",
            "00 00 00 00 00 00 05 0F FF");
    static final StandardMode EGA_MONOCHROME = of(
            0x0f,
            0xa2,
            "01 0F 00 06",
            "5F 4F 50 82 54 80 BF 1F 00 40 00 00 00 00 00 00 83 85 5D 28 0F 63 BA E3 FF",
            "00 08 00 00 18 18 00 00 00 08 00 00 00 18 00 00 0B 00 05 00",
            "00 00 00 00 00 00 05 05 FF");
    static final StandardMode EGA_350 = of(
            0x10,
            0xa3,
            "01 0F 00 06",
            "5F 4F 50 82 54 80 BF 1F 00 40 00 00 00 00 00 00 83 85 5D 28 0F 63 BA E3 FF",
            EGA_PALETTE + "01 00 0F 00",
            "00 00 00 00 00 00 05 0F FF");
    static final StandardMode VGA_2_COLOURS = of(
            0x11,
            0xe3,
            "01 0F 00 06",
            "5F 4F 50 82 54 80 0B 3E 00 40 00 00 00 00 00 00 EA 8C DF 28 00 E7 04 C3 FF",
            "00 3F 3F 3F 3F 3F 3F 3F 3F 3F 3F 3F 3F 3F 3F 3F 01 00 0F 00",
            "00 00 00 00 00 00 05 01 FF");
    static final StandardMode VGA_16_COLOURS = of(
            0x12,
            0xe3,
            "01 0F 00 06",
            "5F 4F 50 82 54 80 0B 3E 00 40 00 00 00 00 00 00 EA 8C DF 28 00 E7 04 E3 FF",
            EGA_PALETTE + "01 00 0F 00",
            "00 00 00 00 00 00 05 0F FF");
    static final StandardMode VGA_256_COLOURS = of(
            0x13,
            0x63,
            "01 0F 00 0E",
            "5F 4F 50 82 54 80 BF 1F 00 41 00 00 00 00 00 00 9C 8E 8F 28 40 96 B9 A3 FF",
            "00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 41 00 0F 00",
            "00 00 00 00 00 40 05 0F FF");

    private static StandardMode of(
            int number, int misc, String sequencer, String crtc, String attributes, String graphics) {
        return new StandardMode(number, misc, bytes(sequencer), bytes(crtc), bytes(attributes), bytes(graphics));
    }

    private static int[] bytes(String hex) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
        }
        return values;
    }
}
