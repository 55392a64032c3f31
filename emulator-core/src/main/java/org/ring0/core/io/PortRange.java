package org.ring0.core.io;

/** A range of I/O ports, {@code first} to {@code last} inclusive. */
public record PortRange(int first, int last) {
    public PortRange {
        if (first < 0 || last > 0xffff || first > last) {
            throw new IllegalArgumentException("no port range: %x to %x".formatted(first, last));
        }
    }

    /** The range of {@code count} ports from {@code first}. */
    public static PortRange of(int first, int count) {
        return new PortRange(first, first + count - 1);
    }

    @Override
    public String toString() {
        return first == last ? "%03Xh".formatted(first) : "%03Xh-%03Xh".formatted(first, last);
    }
}
