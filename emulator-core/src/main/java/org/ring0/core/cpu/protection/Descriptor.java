package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.state.Segment;

/**
 * An eight-byte descriptor as it lies in a table (SDM Vol. 3A, 3.4.5, 3.5 and 5.8.3).
 *
 * @param selector the selector that named it
 * @param linear where it lies
 * @param raw its eight bytes, little endian
 */
public record Descriptor(int selector, long linear, long raw) {
    public static final int TSS16_AVAILABLE = 1;
    public static final int LDT = 2;
    public static final int TSS16_BUSY = 3;
    public static final int CALL_GATE16 = 4;
    public static final int TASK_GATE = 5;
    public static final int INTERRUPT_GATE16 = 6;
    public static final int TRAP_GATE16 = 7;
    public static final int TSS32_AVAILABLE = 9;
    public static final int TSS32_BUSY = 0xb;
    public static final int CALL_GATE32 = 0xc;
    public static final int INTERRUPT_GATE32 = 0xe;
    public static final int TRAP_GATE32 = 0xf;

    /** The bit of a system type that tells 32-bit gates and segments from 16-bit ones. */
    static final int TYPE_32 = 8;

    /** The bit of a TSS type that says busy. */
    static final int TYPE_BUSY = 2;

    /** Bytes 5 and 6 without the limit bits, as {@link Segment#attributes} has them. */
    public int attributes() {
        return (int) (raw >>> 40) & 0xf0ff;
    }

    /** The type field, bits 8 to 11 of the second dword. */
    public int type() {
        return attributes() & Segment.TYPE;
    }

    /** A code or data segment; otherwise a system segment or a gate. */
    public boolean isSegment() {
        return (attributes() & Segment.S) != 0;
    }

    /** The privilege level that it belongs to or can be used from. */
    public int dpl() {
        return attributes() >> Segment.DPL_SHIFT & 3;
    }

    /** Bit P. */
    public boolean isPresent() {
        return (attributes() & Segment.P) != 0;
    }

    /** A code segment. */
    public boolean isCode() {
        return isSegment() && (type() & Segment.TYPE_CODE) != 0;
    }

    /** Code of 64-bit mode: L without D. Outside IA-32e mode L means nothing. */
    public boolean is64Bit() {
        return (attributes() & (Segment.L | Segment.DB)) == Segment.L;
    }

    /** Code with both L and D, which IA-32e mode reserves. */
    boolean isReservedCode() {
        return (attributes() & (Segment.L | Segment.DB)) == (Segment.L | Segment.DB);
    }

    /** A code segment that keeps the privilege level of its caller. */
    public boolean isConforming() {
        return isCode() && (type() & Segment.TYPE_EXPAND_DOWN_OR_CONFORMING) != 0;
    }

    /** A data segment, or a code segment that may be read. */
    public boolean isReadable() {
        return isSegment() && (!isCode() || (type() & Segment.TYPE_WRITABLE_OR_READABLE) != 0);
    }

    /** A data segment that may be written. */
    public boolean isWritable() {
        return isSegment() && !isCode() && (type() & Segment.TYPE_WRITABLE_OR_READABLE) != 0;
    }

    /** Whether this is a system descriptor of one of the types. */
    public boolean isSystem(int type, int orType) {
        return !isSegment() && (type() == type || type() == orType);
    }

    /** Where a segment begins; of 16-byte descriptors bits 31 to 0. */
    public long base() {
        return raw >>> 16 & 0xff_ffff | (raw >>> 56) << 24;
    }

    /** In bytes, inclusive. */
    public long limit() {
        long limit = raw & 0xffff | raw >>> 32 & 0xf_0000;
        return (attributes() & Segment.G) != 0 ? limit << 12 | 0xfff : limit;
    }

    /** Of a gate or a TSS: 32-bit. */
    public boolean is32() {
        return (type() & TYPE_32) != 0;
    }

    /** Of a gate: where it leads. */
    public int gateSelector() {
        return (int) (raw >>> 16) & 0xffff;
    }

    /** Of a gate: the offset in the segment that it leads to; of 16-byte gates bits 31 to 0. */
    public long gateOffset() {
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
