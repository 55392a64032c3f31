package org.ring0.core.cpu.parity;

/**
 * A mode of the CPU that random code runs in.
 *
 * @param codeSize default operand and address size in bytes
 * @param cpl privilege of the code
 * @param isProtected whether there are descriptors and gates below it
 */
enum Setting {
    REAL(2, 0, false),
    VIRTUAL_8086(2, 3, true),
    SYSTEM_16(2, 0, true),
    SYSTEM_32(4, 0, true),
    USER_16(2, 3, true),
    USER_32(4, 3, true),
    SYSTEM_64(8, 0, true),
    USER_64(8, 3, true);

    final int codeSize;
    final int cpl;
    final boolean isProtected;

    Setting(int codeSize, int cpl, boolean isProtected) {
        this.codeSize = codeSize;
        this.cpl = cpl;
        this.isProtected = isProtected;
    }

    boolean is32() {
        return codeSize == 4;
    }

    boolean is64() {
        return codeSize == 8;
    }

    /** Whether its selectors are paragraphs. */
    boolean hasParagraphs() {
        return this == REAL || this == VIRTUAL_8086;
    }
}
