package org.ring0.devices.board.boot;

import java.util.ArrayList;
import java.util.List;

/**
 * The machine's memory in the form in which firmware and boot loaders tell it (ACPI 1.0b, chapter 14: INT 15h, AX = E820h).
 *
 * @param entries in ascending order, none overlapping another
 */
public record E820Map(List<Entry> entries) {
    /** Where usable memory ends below the video memory. */
    static final long EBDA = 0x9_fc00;

    private static final long VIDEO = 0xa_0000;
    private static final long BIOS = 0xf_0000;

    static final long ONE_MIB = 0x10_0000;
    private static final long IO_APIC = 0xfec0_0000L;
    private static final long HPET = 0xfed0_0000L;
    private static final long LOCAL_APIC = 0xfee0_0000L;
    private static final long PAGE = 0x1000;
    private static final long FIRMWARE = 0xfffc_0000L;
    static final long FOUR_GIB = 0x1_0000_0000L;

    /** What a range is. */
    public enum Type {
        RAM(1),
        RESERVED(2);

        private final int code;

        Type(int code) {
            this.code = code;
        }

        /** The number by which E820 tells it. */
        public int code() {
            return code;
        }
    }

    /** @param length in bytes */
    public record Entry(long base, long length, Type type) {
        long end() {
            return base + length;
        }
    }

    public E820Map {
        entries = List.copyOf(entries);
    }

    /**
     * The map of a PC.
     *
     * @param ramBelowHole bytes of RAM from 0 up to the PCI hole, more than 1 MiB
     * @param ramAboveFourGib bytes of RAM from 4 GiB on
     */
    public static E820Map of(long ramBelowHole, long ramAboveFourGib) {
        List<Entry> entries = new ArrayList<>(List.of(
                new Entry(0, EBDA, Type.RAM),
                new Entry(EBDA, VIDEO - EBDA, Type.RESERVED),
                new Entry(BIOS, ONE_MIB - BIOS, Type.RESERVED),
                new Entry(ONE_MIB, ramBelowHole - ONE_MIB, Type.RAM),
                new Entry(IO_APIC, PAGE, Type.RESERVED),
                new Entry(HPET, PAGE, Type.RESERVED),
                new Entry(LOCAL_APIC, PAGE, Type.RESERVED),
                new Entry(FIRMWARE, FOUR_GIB - FIRMWARE, Type.RESERVED)));
        if (ramAboveFourGib > 0) {
            entries.add(new Entry(FOUR_GIB, ramAboveFourGib, Type.RAM));
        }
        return new E820Map(entries);
    }

    /** Usable bytes from 0 on. */
    public long lowMemory() {
        return EBDA;
    }

    /** Usable bytes from 1 MiB on, up to the first hole. */
    public long extendedMemory() {
        return ramEnd() - ONE_MIB;
    }

    /** Whether all of the range is RAM for anybody's use. */
    public boolean isUsable(long base, long length) {
        return entries.stream()
                .anyMatch(e -> e.type == Type.RAM && base >= e.base && base <= e.end() && length <= e.end() - base);
    }

    /** Whether all of the range reaches RAM below 4 GiB, reserved or not. */
    public boolean isBackedByRam(long base, long length) {
        return base >= 0
                && length >= 0
                && (base <= VIDEO && length <= VIDEO - base
                        || base >= ONE_MIB && base <= ramEnd() && length <= ramEnd() - base);
    }

    /** The lowest usable address of {@code from} or above below 4 GiB with {@code length} usable bytes, or -1. */
    public long usableFrom(long from, long length) {
        return entries.stream()
                .filter(e -> e.type == Type.RAM && e.base < FOUR_GIB)
                .mapToLong(e -> Math.max(e.base, from))
                .filter(at -> isUsable(at, length))
                .findFirst()
                .orElse(-1);
    }

    private long ramEnd() {
        return entries.stream()
                .filter(e -> e.base == ONE_MIB)
                .mapToLong(Entry::end)
                .findFirst()
                .orElse(ONE_MIB);
    }
}
