package org.ring0.devices.board.boot;

/**
 * The setup header of a Linux kernel's file (Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header"), checked as far
 * as the file itself can tell.
 */
final class SetupHeader {
    /** Where it begins, in the file as in the zero page. */
    static final int START = 0x1f1;

    static final int VIDEO_MODE = 0x1fa;
    static final int TYPE_OF_LOADER = 0x210;
    static final int CODE32_START = 0x214;
    static final int RAMDISK_IMAGE = 0x218;
    static final int RAMDISK_SIZE = 0x21c;
    static final int COMMAND_LINE = 0x228;

    private static final int SETUP_SECTORS = 0x1f1;
    private static final int SYSTEM_SIZE = 0x1f4;
    private static final int BOOT_FLAG = 0x1fe;
    private static final int JUMP_DISTANCE = 0x201;
    private static final int MAGIC = 0x202;
    private static final int VERSION = 0x206;
    private static final int LOAD_FLAGS = 0x211;
    private static final int RAMDISK_MAX = 0x22c;
    private static final int ALIGNMENT = 0x230;
    private static final int RELOCATABLE = 0x234;
    private static final int MORE_LOAD_FLAGS = 0x236;
    private static final int COMMAND_LINE_SIZE = 0x238;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_LENGTH = 0x24c;
    private static final int PREFERRED_ADDRESS = 0x258;
    private static final int INIT_SIZE = 0x260;

    private static final int HDRS = 0x5372_6448;
    private static final int SIGNATURE = 0xaa55;
    private static final int LOADED_HIGH = 1;
    private static final int KERNEL_64 = 1;
    private static final int OLDEST = 0x202;
    /** Something else of the zero page begins here, however long the header says it is. */
    private static final int LATEST_END = 0x290;

    private static final int SECTOR = 512;
    private static final int PARAGRAPH = 16;
    private static final long ONE_MIB = 0x10_0000;
    private static final long OLD_RAMDISK_MAX = 0x37ff_ffffL;
    private static final int OLD_COMMAND_LINE_SIZE = 255;

    private final BootFile kernel;
    private final int version;
    private final int end;

    private SetupHeader(BootFile kernel) {
        this.kernel = kernel;
        version = kernel.u16(VERSION);
        end = Math.min(LATEST_END, MAGIC + kernel.u8(JUMP_DISTANCE));
    }

    static boolean isIn(BootFile kernel) {
        return kernel.u32(MAGIC) == HDRS && kernel.u16(BOOT_FLAG) == SIGNATURE;
    }

    static SetupHeader of(BootFile kernel) throws BootException {
        SetupHeader header = new SetupHeader(kernel);
        header.check();
        return header;
    }

    private void check() throws BootException {
        if (version < OLDEST) {
            throw kernel.refuse("speaks version %d.%02d of the Linux boot protocol, older than 2.02"
                    .formatted(version >> 8, version & 0xff));
        }
        if ((kernel.u8(LOAD_FLAGS) & LOADED_HIGH) == 0) {
            throw kernel.refuse("is a zImage, which runs below 1 MiB; only a bzImage can be started directly");
        }
        if (end < COMMAND_LINE + 4) {
            throw kernel.refuse("has a setup header that ends before its fields do, at %x".formatted(end));
        }
        if (!kernel.has(code(), 1)) {
            throw kernel.refuse(
                    "is cut short: its setup code has %d bytes, the file %d".formatted(code(), kernel.length()));
        }
        // The last paragraph may be filled up in memory only.
        if (code() + paragraphs() * PARAGRAPH - (PARAGRAPH - 1) > kernel.length()) {
            throw kernel.refuse("is cut short: the kernel in it has %d bytes, the file %d"
                    .formatted(code() + paragraphs() * PARAGRAPH, kernel.length()));
        }
    }

    /** What the kernel finds in its zero page before anything is filled in. */
    byte[] bytes() {
        return java.util.Arrays.copyOfRange(kernel.content(), START, Math.min(end, kernel.length()));
    }

    /** Where the protected-mode kernel begins in the file. */
    int code() {
        int sectors = kernel.u8(SETUP_SECTORS);
        return ((sectors == 0 ? 4 : sectors) + 1) * SECTOR;
    }

    /** The protected-mode kernel's length. Before 2.04 its field was too small: the kernel is the rest of the file. */
    int codeLength() {
        int rest = kernel.length() - code();
        return (int) (paragraphs() == 0 ? rest : Math.min(rest, paragraphs() * PARAGRAPH));
    }

    private long paragraphs() {
        return version < 0x204 ? 0 : kernel.u32(SYSTEM_SIZE);
    }

    /** Where it is to be loaded and entered: one that can be moved says from 2.10 on where it would rather be. */
    long loadAddress() {
        long preferred = field(PREFERRED_ADDRESS, 8, 0x20a);
        if (isRelocatable() && preferred != 0) {
            return preferred;
        }
        long start = kernel.u32(CODE32_START);
        return isRelocatable() || start == 0 ? ONE_MIB : start;
    }

    /** Where it runs: some are moved by their own first instructions. */
    long runtimeStart() {
        long preferred = field(PREFERRED_ADDRESS, 8, 0x20a);
        if (!isRelocatable()) {
            return preferred == 0 ? loadAddress() : preferred;
        }
        long alignment = field(ALIGNMENT, 4, 0x205);
        return Long.bitCount(alignment) == 1 ? loadAddress() + alignment - 1 & -alignment : loadAddress();
    }

    /** Whether it has an entry point for 64-bit mode (XLF_KERNEL_64). */
    boolean is64() {
        return (field(MORE_LOAD_FLAGS, 2, 0x20c) & KERNEL_64) != 0;
    }

    private boolean isRelocatable() {
        return field(RELOCATABLE, 1, 0x205) != 0;
    }

    /** How much memory it uses from {@link #runtimeStart} on before it looks at the memory map; 0 if it does not say. */
    long initSize() {
        return field(INIT_SIZE, 4, 0x20a);
    }

    /** Where the compressed kernel lies, from the beginning of the protected-mode kernel on; 0 if it does not say. */
    long payloadOffset() {
        return field(PAYLOAD_OFFSET, 4, 0x208);
    }

    long payloadLength() {
        return field(PAYLOAD_LENGTH, 4, 0x208);
    }

    /** The address behind the last one that a RAM disk may have. */
    long ramdiskEnd() {
        return version < 0x203 ? OLD_RAMDISK_MAX + 1 : field(RAMDISK_MAX, 4, 0x203) + 1;
    }

    /** The most bytes that the command line may have without its zero. */
    long commandLineSize() {
        return version < 0x206 ? OLD_COMMAND_LINE_SIZE : field(COMMAND_LINE_SIZE, 4, 0x206);
    }

    /** A field that came with version {@code since}: zero in an older header, and behind the header's end. */
    private long field(int offset, int size, int since) {
        if (version < since || offset + size > end) {
            return 0;
        }
        return switch (size) {
            case 1 -> kernel.u8(offset);
            case 2 -> kernel.u16(offset);
            case 4 -> kernel.u32(offset);
            default -> kernel.u64(offset);
        };
    }
}
