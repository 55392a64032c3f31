package org.ring0.core.debug.symbol;

/** How .eh_frame writes addresses (Linux Standard Base, Core 5.0, 10.5.1: DW_EH_PE). */
final class FramePointerCode {
    static final int ABSOLUTE = 0;

    private static final int FORMAT = 0x0f;
    private static final int BASE = 0x70;
    private static final int PC_RELATIVE = 0x10;
    private static final int INDIRECT = 0x80;

    private FramePointerCode() {}

    /**
     * An address.
     *
     * @param section where the reader's array lies in the guest's memory
     */
    static long address(ByteReader from, int code, boolean is64, long section) throws SymbolException {
        long here = section + from.position();
        long value = number(from, code, is64);
        long address = switch (code & (BASE | INDIRECT)) {
            case 0 -> value;
            case PC_RELATIVE -> here + value;
            default ->
                throw new SymbolException("has call frame information with addresses coded as %02x".formatted(code));
        };
        return is64 ? address : address & 0xffff_ffffL;
    }

    /** A number in an address's format, without its base. */
    static long number(ByteReader from, int code, boolean is64) throws SymbolException {
        return switch (code & FORMAT) {
            case 0x00 -> from.number(is64 ? 8 : 4);
            case 0x01 -> from.uleb();
            case 0x02 -> from.u16();
            case 0x03 -> from.u32();
            case 0x04, 0x0c -> from.u64();
            case 0x09 -> from.sleb();
            case 0x0a -> (short) from.u16();
            case 0x0b -> (int) from.u32();
            default ->
                throw new SymbolException("has call frame information with addresses coded as %02x".formatted(code));
        };
    }
}
