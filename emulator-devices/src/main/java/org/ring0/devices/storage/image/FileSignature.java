package org.ring0.devices.storage.image;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a file is that no machine can boot as it is, told from the bytes by which its format is known: so that a user who
 * gave the wrong file learns which one it was.
 */
public final class FileSignature {
    private record Known(int offset, String bytes, String sentence) {
        boolean isIn(byte[] file) {
            byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
            boolean equal = file.length >= offset + wanted.length;
            for (int i = 0; equal && i < wanted.length; i++) {
                equal = file[offset + i] == wanted[i];
            }
            return equal;
        }
    }

    private static final String UNPACK = ", which has to be unpacked first";
    private static final String CONVERT = ", which has to be converted to a raw image first";

    private static final List<Known> KNOWN = List.of(
            new Known(0, "\u001f\u008b", "a gzip file" + UNPACK),
            new Known(0, "\u00fd7zXZ\0", "an xz file" + UNPACK),
            new Known(0, "(\u00b5/\u00fd", "a Zstandard file" + UNPACK),
            new Known(0, "BZh", "a bzip2 file" + UNPACK),
            new Known(0, "\u0004\"M\u0018", "an LZ4 file" + UNPACK),
            new Known(0, "]\0\0", "an LZMA file" + UNPACK),
            new Known(0, "PK\u0003\u0004", "a ZIP file" + UNPACK),
            new Known(257, "ustar", "a tar archive" + UNPACK),
            new Known(0, "070701", "a cpio archive, which a Linux kernel takes as --initrd"),
            new Known(0, "070702", "a cpio archive, which a Linux kernel takes as --initrd"),
            new Known(0, "!<arch>\n", "an ar archive or a Debian package" + UNPACK),
            new Known(0, "QFI\u00fb", "a qcow2 image" + CONVERT),
            new Known(0, "KDMV", "a VMDK image" + CONVERT),
            new Known(0, "vhdxfile", "a VHDX image" + CONVERT),
            new Known(0, "conectix", "a VHD image" + CONVERT),
            new Known(0x40, "\u007f\u0010\u00da\u00be", "a VDI image" + CONVERT),
            new Known(0, "\u007fELF", "an ELF file"),
            new Known(0, "#!", "a script"),
            new Known(0, "\u00ca\u00fe\u00ba\u00be", "a Java class or a Mach-O file"),
            new Known(0, "\u00ce\u00fa\u00ed\u00fe", "a Mach-O file"),
            new Known(0, "\u00cf\u00fa\u00ed\u00fe", "a Mach-O file"),
            new Known(0, "'\u0005\u0019V", "a U-Boot image"),
            new Known(0, "ANDROID!", "an Android boot image"),
            new Known(0x38, "ARM\u0064", "a Linux kernel for ARM"),
            new Known(0x38, "RSC\u0005", "a Linux kernel for RISC-V"),
            new Known(0x8001, "CD001", "a CD image, which goes into a drive (--cdrom)"),
            new Known(510, "U\u00aa", "a boot sector or disk image, which goes into a drive (--floppy, --disk)"));

    private static final int A_OUT_386 = 100;
    private static final int COFF_386 = 0x14c;

    private FileSignature() {}

    /** A phrase such as "a gzip file", or null if nothing tells. */
    public static String of(byte[] file) {
        String program = program(file);
        if (program != null) {
            return program;
        }
        for (Known known : KNOWN) {
            if (known.isIn(file)) {
                return known.sentence;
            }
        }
        return isText(file) ? "a text file" : null;
    }

    /** Formats whose first bytes alone could be anything. */
    private static String program(byte[] file) {
        if (u16(file, 0) == 0x5a4d) {
            int pe = u16(file, 0x3c) | u16(file, 0x3e) << 16;
            boolean isPe = u16(file, pe) == 0x4550 && u16(file, pe + 2) == 0;
            return isPe
                    ? "a PE file for %s, as EFI and Windows have them".formatted(machine(u16(file, pe + 4)))
                    : "a DOS program";
        }
        String aOut = switch (u16(file, 0)) {
            case 0x107 -> "OMAGIC";
            case 0x108 -> "NMAGIC";
            case 0x10b -> "ZMAGIC";
            case 0xcc -> "QMAGIC";
            default -> null;
        };
        if (aOut != null && (u16(file, 2) == 0 || u16(file, 2) == A_OUT_386)) {
            return "a plain a.out file (%s), which needs a multiboot header with load addresses".formatted(aOut);
        }
        boolean coff = u16(file, 0) == COFF_386 && u16(file, 2) > 0 && u16(file, 2) < 100 && u16(file, 16) % 28 == 0;
        return coff ? "a COFF file, which needs a multiboot header with load addresses" : null;
    }

    private static String machine(int code) {
        return switch (code) {
            case 0x14c -> "the i386";
            case 0x8664 -> "x86-64";
            case 0xaa64 -> "ARM64";
            case 0x1c0, 0x1c2, 0x1c4 -> "ARM";
            default -> "machine %x".formatted(code);
        };
    }

    private static boolean isText(byte[] file) {
        int length = Math.min(file.length, 512);
        for (int i = 0; i < length; i++) {
            if ((file[i] & 0xff) < ' ' && file[i] != '\n' && file[i] != '\r' && file[i] != '\t') {
                return false;
            }
        }
        return length > 0;
    }

    private static int u16(byte[] file, int at) {
        return at >= 0 && at < file.length - 1 ? file[at] & 0xff | (file[at + 1] & 0xff) << 8 : 0;
    }
}
