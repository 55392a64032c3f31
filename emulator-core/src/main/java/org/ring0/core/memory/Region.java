package org.ring0.core.memory;

import java.util.Objects;

/**
 * One stretch of the physical address space, {@code first} to {@code last} inclusive: host memory, or a device. Reads and
 * writes may lead to different places (the shadow RAM of the host bridge: read the ROM, write the RAM under it).
 *
 * @param readBacking backing offset of {@code first} for reads, or {@link #NONE}
 * @param writeBacking backing offset of {@code first} for writes, or {@link #NONE}: then {@code device} gets them, and
 *     without a device they are dropped
 * @param device the device for what has no backing, or null: reads answer all ones
 */
public record Region(long first, long last, long readBacking, long writeBacking, MmioDevice device) {
    public static final long NONE = -1;

    /** RAM: readable and writable. */
    public static Region ram(long first, long length, long backing) {
        return new Region(first, first + length - 1, backing, backing, null);
    }

    /** ROM: writes are dropped. */
    public static Region rom(long first, long length, long backing) {
        return new Region(first, first + length - 1, backing, NONE, null);
    }

    /** Device registers or a device's window. */
    public static Region mmio(long first, long length, MmioDevice device) {
        return new Region(first, first + length - 1, NONE, NONE, device);
    }

    /** A record's own methods are linked when they are first used, which every start would wait for. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Region that
                && first == that.first
                && last == that.last
                && readBacking == that.readBacking
                && writeBacking == that.writeBacking
                && Objects.equals(device, that.device);
    }

    @Override
    public int hashCode() {
        return Objects.hash(first, last, readBacking, writeBacking, device);
    }

    /** Whether reads and writes reach the same host memory, so that a TLB entry may serve both. */
    public boolean isRam() {
        return readBacking != NONE && readBacking == writeBacking;
    }
}
