package org.ring0.core.snapshot;

/** The tag byte before each value of an encoded state. */
final class StateTag {
    static final int NULL = 0;
    /** Eight bytes, big endian: every integral type, booleans, characters and the bits of a double. */
    static final int INTEGER = 1;

    static final int STRING = 2;
    static final int BYTES = 3;
    static final int LIST = 4;
    static final int RECORD = 5;

    private StateTag() {}
}
