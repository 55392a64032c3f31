package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.state.Segment;

/**
 * An eight-byte descriptor as it lies in a table (SDM Vol. 3A, 3.4.5, 3.5 and 5.8.3).
 *
 * @param selector the selector that named it
 * @param linear where it lies
 * @param raw its eight bytes, little endian
 */
record Descriptor(int selector, long linear, long raw) {
    static final int TSS16_AVAILABLE = 1;
    static final int LDT = 2;
    static final int TSS16_BUSY = 3;
    static final int CALL_GATE16 = 4;
    static final int TASK_GATE = 5;
    static final int INTERRUPT_GATE16 = 6;
    static final int TRAP_GATE16 = 7;
    static final int TSS32_AVAILABLE = 9;
    static final int TSS32_BUSY = 0xb;
    static final int CALL_GATE32 = 0xc;
    static final int INTERRUPT_GATE32 = 0xe;
    static final int TRAP_GATE32 = 0xf;

    /** The bit of a system type that tells 32-bit gates and segments from 16-bit ones. */
    static final int TYPE_32 = 8;

    /** The bit of a TSS type that says busy. */
    static final int TYPE_BUSY = 2;

    /** Bytes 5 and 6 without the limit bits, as {@link Segment#attributes} has them. */
    int attributes() {
        return (int) (raw >>> 40) & 0xf0ff;
    }

    int type() {
        return attributes() & Segment.TYPE;
    }

    /** A code or data segment; otherwise a system segment or a gate. */
    boolean isSegment() {
        return (attributes() & Segment.S) != 0;
    }

    int dpl() {
        return attributes() >> Segment.DPL_SHIFT & 3;
    }

    boolean isPresent() {
        return (attributes() & Segment.P) != 0;
    }

    boolean isCode() {
        return isSegment() && (type() & Segment.TYPE_CODE) != 0;
    }

    /** Code of 64-bit mode: L without D. Outside IA-32e mode L means nothing. */
    boolean is64Bit() {
        return (attributes() & (Segment.L | Segment.DB)) == Segment.L;
    }

    /** Code with both L and D, which IA-32e mode reserves. */
    boolean isReservedCode() {
        return (attributes() & (Segment.L | Segment.DB)) == (Segment.L | Segment.DB);
    }

    boolean isConforming() {
        return isCode() && (type() & Segment.TYPE_EXPAND_DOWN_OR_CONFORMING) != 0;
    }

    boolean isReadable() {
        return isSegment() && (!isCode() || (type() & Segment.TYPE_WRITABLE_OR_READABLE) != 0);
    }

    boolean isWritable() {
        return isSegment() && !isCode() && (type() & Segment.TYPE_WRITABLE_OR_READABLE) != 0;
    }

    /** Whether this is a system descriptor of one of the types. */
    boolean isSystem(int type, int orType) {
        return !isSegment() && (type() == type || type() == orType);
    }

    long base() {
        return raw >>> 16 & 0xff_ffff | (raw >>> 56) << 24;
    }

    /** In bytes, inclusive. */
    long limit() {
        long limit = raw & 0xffff | raw >>> 32 & 0xf_0000;
        return (attributes() & Segment.G) != 0 ? limit << 12 | 0xfff : limit;
    }

    /** Of a gate or a TSS: 32-bit. */
    boolean is32() {
        return (type() & TYPE_32) != 0;
    }

    int gateSelector() {
        return (int) (raw >>> 16) & 0xffff;
    }

    long gateOffset() {
        return is32() ? raw & 0xffff | raw >>> 32 & 0xffff_0000L : raw & 0xffff;
    }

    /** Of a call gate: how many words or dwords go to the inner stack. */
    int parameterCount() {
        return (int) (raw >>> 32) & 0x1f;
    }

    int errorCode(int ext) {
        return Selector.errorCode(selector, ext);
    }

    /** Fills a segment register from this descriptor, whose checks have all passed. */
    void loadInto(Segment segment, int visibleSelector) {
        segment.load(visibleSelector, base(), limit(), attributes());
    }
}
