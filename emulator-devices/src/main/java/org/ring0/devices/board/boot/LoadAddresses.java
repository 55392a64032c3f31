package org.ring0.devices.board.boot;

/**
 * The address fields of both Multiboot headers, by which a kernel of any file format can be loaded.
 *
 * @param headerAddress where the header is to lie in memory
 * @param load where the image begins in memory
 * @param loadEnd where what the file holds ends, 0 for the file's end
 * @param bssEnd where the zeros after it end, 0 for none
 */
record LoadAddresses(long headerAddress, long load, long loadEnd, long bssEnd) {
    /**
     * The one piece of memory that the fields describe.
     *
     * @param header the header's offset in the file
     */
    BootPlan.Piece piece(BootFile kernel, int header) throws BootException {
        long offset = header - (headerAddress - load);
        long length = loadEnd == 0 ? kernel.length() - offset : loadEnd - load;
        if (headerAddress < load || length <= 0 || !kernel.has(offset, length)) {
            throw kernel.refuse("has a multiboot header whose load addresses do not fit the file");
        }
        long memorySize = bssEnd == 0 ? length : bssEnd - load;
        if (memorySize < length) {
            throw kernel.refuse("has a multiboot header whose bss ends before its data");
        }
        return new BootPlan.Piece(load, kernel.source(), (int) offset, (int) length, memorySize);
    }

    /** An entry point must lie in what was loaded. */
    static int entry(BootFile kernel, BootPlan.Piece piece, long entry) throws BootException {
        if (entry < piece.physical() || entry >= piece.end()) {
            throw kernel.refuse("has its entry point, %x, outside everything that it loads".formatted(entry));
        }
        return (int) entry;
    }
}
