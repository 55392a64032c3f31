package org.ring0.core.debug.symbol;

/**
 * A frame description entry: the rules of a piece of code.
 *
 * @param section where its section lies in the guest's memory
 * @param low the first address
 * @param high behind the last one
 */
record FrameDescription(FrameHeader header, long section, long low, long high, ByteReader instructions) {
    /** Reads the rest of an entry. */
    static FrameDescription read(FrameHeader header, ByteReader entry, boolean is64, long section)
            throws SymbolException {
        entry.skip(header.selectorSize);
        long low = FramePointerCode.address(entry, header.addressCode, is64, section);
        long length = FramePointerCode.number(entry, header.addressCode, is64);
        if (header.augmented) {
            entry.skip(entry.uleb());
        }
        return new FrameDescription(header, section, low, low + length, entry);
    }
}
