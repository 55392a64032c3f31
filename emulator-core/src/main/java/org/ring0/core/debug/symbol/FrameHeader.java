package org.ring0.core.debug.symbol;

/**
 * A common information entry of .debug_frame or .eh_frame (DWARF 5, 6.4.1; Linux Standard Base, Core 5.0, 10.6): how its frame
 * descriptions are coded, and with which rules each of them begins.
 */
final class FrameHeader {
    private static final int MAX_AUGMENTATION = 16;

    final long codeAlignment;
    final long dataAlignment;
    final long returnAddress;
    /** How addresses are written; see {@link FramePointerCode}. */
    final int addressCode;
    /** Whether frame descriptions have augmentation data, whose length comes first. */
    final boolean augmented;
    /** Whether its functions are entered by interrupts or signals, not by calls. */
    final boolean interrupts;
    /** Bytes of a segment selector before an address. */
    final int selectorSize;

    final ByteReader instructions;

    /** @param entry behind the entry's mark */
    FrameHeader(ByteReader entry, boolean is64) throws SymbolException {
        int version = entry.u8();
        if (version < 1 || version > 4) {
            throw new SymbolException("has call frame information of version %d".formatted(version));
        }
        String augmentation = augmentation(entry);
        if (version == 4) {
            int addressSize = entry.u8();
            selectorSize = entry.u8();
            if (addressSize != (is64 ? 8 : 4) || selectorSize > 8) {
                throw new SymbolException(
                        "has call frame information for addresses of %d bytes".formatted(addressSize));
            }
        } else {
            selectorSize = 0;
        }
        if (augmentation.startsWith("eh")) {
            entry.skip(is64 ? 8 : 4);
        }
        codeAlignment = entry.uleb();
        dataAlignment = entry.sleb();
        returnAddress = version == 1 ? entry.u8() : entry.uleb();
        augmented = augmentation.startsWith("z");
        interrupts = augmentation.indexOf('S') >= 0;
        addressCode = augmented ? addressCode(augmentation, entry.part(entry.uleb()), is64) : FramePointerCode.ABSOLUTE;
        if (!augmented && !augmentation.isEmpty() && !augmentation.equals("eh")) {
            throw new SymbolException("has call frame information of an unknown kind ('%s')".formatted(augmentation));
        }
        instructions = entry;
    }

    private static String augmentation(ByteReader entry) throws SymbolException {
        StringBuilder text = new StringBuilder();
        for (int letter = entry.u8(); letter != 0; letter = entry.u8()) {
            if (text.length() == MAX_AUGMENTATION) {
                throw new SymbolException("has damaged call frame information");
            }
            text.append(letter < ' ' || letter > '~' ? '?' : (char) letter);
        }
        return text.toString();
    }

    private static int addressCode(String augmentation, ByteReader data, boolean is64) throws SymbolException {
        int code = FramePointerCode.ABSOLUTE;
        for (char letter : augmentation.substring(1).toCharArray()) {
            switch (letter) {
                case 'R' -> code = data.u8();
                case 'L' -> data.skip(1);
                case 'P' -> FramePointerCode.number(data, data.u8(), is64);
                case 'S', 'B' -> {}
                default -> {
                    return code; // The rest is skipped by its length.
                }
            }
        }
        return code;
    }
}
