package org.ring0.devices.storage.image;

/** The ELF header, as far as recognising a kernel needs it; loading one is the boot protocol's. */
final class ElfHeader {
    private static final int CLASS_32 = 1;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;
    private static final int PT_LOAD = 1;

    private ElfHeader() {}

    static boolean isElf(ImageHead head) {
        return head.has(0, "\u007fELF");
    }

    /** Refuses what is not a complete x86 ELF file. */
    static void check(ImageHead head) throws ImageException {
        int machine = head.u8(5) == LITTLE_ENDIAN ? head.u16(18) : Integer.reverseBytes(head.u16(18)) >>> 16;
        if (machine != EM_386 && machine != EM_X86_64) {
            throw new ImageException(
                    head.path() + " is an ELF file for another machine than the PC: " + machineName(machine));
        }
        boolean is64 = head.u8(4) == CLASS_64;
        if (!is64 && head.u8(4) != CLASS_32 || head.u8(5) != LITTLE_ENDIAN) {
            throw new ImageException(head.path() + " has a broken ELF header");
        }
        if (head.length() < (is64 ? 64 : 52)) {
            throw head.cutShort("it ends inside the ELF header");
        }
        checkSegments(head, is64);
    }

    private static void checkSegments(ImageHead head, boolean is64) throws ImageException {
        long table = is64 ? head.u64(32) : head.u32(28);
        int entrySize = head.u16(is64 ? 54 : 42);
        int entries = head.u16(is64 ? 56 : 44);
        if (table < 0 || table > head.length() - (long) entries * entrySize) {
            throw head.cutShort("it ends before its program headers do");
        }
        for (int i = 0; i < entries; i++) {
            long at = table + (long) i * entrySize;
            if (at + entrySize > 0x8000 || head.u32((int) at) != PT_LOAD) {
                continue;
            }
            long offset = is64 ? head.u64((int) at + 8) : head.u32((int) at + 4);
            long size = is64 ? head.u64((int) at + 32) : head.u32((int) at + 16);
            if (offset < 0 || size < 0 || size > head.length() || offset > head.length() - size) {
                throw head.cutShort("it ends inside a segment");
            }
        }
    }

    private static String machineName(int machine) {
        return switch (machine) {
            case 2, 18, 43 -> "SPARC";
            case 4 -> "68000";
            case 8, 10 -> "MIPS";
            case 20 -> "PowerPC";
            case 21 -> "64-bit PowerPC";
            case 22 -> "S/390";
            case 40 -> "ARM";
            case 50 -> "Itanium";
            case 183 -> "64-bit ARM";
            case 243 -> "RISC-V";
            case 258 -> "LoongArch";
            default -> "ELF machine " + machine;
        };
    }
}
