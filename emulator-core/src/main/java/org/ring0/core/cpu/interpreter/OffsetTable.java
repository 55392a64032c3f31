package org.ring0.core.cpu.interpreter;

/** What lies at the offsets of one page, most of which have nothing: in parts, which are made when they get something. */
final class OffsetTable<T> {
    private static final int PART_SHIFT = 6;
    private static final int PART = 1 << PART_SHIFT;

    private final Object[][] parts = new Object[CodePage.SIZE / PART][];

    /** What lies there, or null. */
    @SuppressWarnings("unchecked")
    T get(int offset) {
        Object[] part = parts[offset >> PART_SHIFT];
        return part == null ? null : (T) part[offset & PART - 1];
    }

    void set(int offset, T value) {
        Object[] part = parts[offset >> PART_SHIFT];
        if (part == null) {
            part = parts[offset >> PART_SHIFT] = new Object[PART];
        }
        part[offset & PART - 1] = value;
    }
}
