package org.ring0.devices.pci;

/**
 * A base address register (PCI Local Bus Specification 2.1, 6.2.5): the bits below the size read back as zero, so that
 * writing all ones sizes it. A base of zero, or one whose window would reach the end of the space, decodes nothing: the
 * latter is what a guest leaves there for a moment while it sizes.
 *
 * @param offset its place in the configuration space
 * @param kind what it decodes
 * @param size of the window in bytes, a power of two
 * @param enableOffset the configuration byte that holds the enable bit
 * @param enableBit the bit that must be set there
 */
public record BaseAddress(int offset, Kind kind, int size, int enableOffset, int enableBit) {
    /** What a register decodes; its low bits tell the guest. */
    public enum Kind {
        IO(1, 0x1_0000L),
        MEMORY(0, 0x1_0000_0000L),
        PREFETCHABLE_MEMORY(8, 0x1_0000_0000L),
        /** Has a second enable bit, bit 0 of its own. */
        EXPANSION_ROM(0, 0x1_0000_0000L);

        private final int bits;
        private final long end;

        Kind(int bits, long end) {
            this.bits = bits;
            this.end = end;
        }
    }

    public BaseAddress {
        if (Integer.bitCount(size) != 1 || size < 4) {
            throw new IllegalArgumentException("no size of a base address register: " + size);
        }
    }

    /** An I/O window that the command register enables. */
    public static BaseAddress io(int offset, int size) {
        return new BaseAddress(offset, Kind.IO, size, ConfigSpace.COMMAND, ConfigSpace.COMMAND_IO);
    }

    /** A memory window that the command register enables. */
    public static BaseAddress memory(int offset, int size, Kind kind) {
        return new BaseAddress(offset, kind, size, ConfigSpace.COMMAND, ConfigSpace.COMMAND_MEMORY);
    }

    /** The bits that read as they are and tell the kind. */
    int kindBits() {
        return kind.bits;
    }

    /**
     * The address bits, and the enable bit of a ROM. I/O bases have all 32 bits too: there is firmware that takes zeros in the
     * upper half for a part of the size.
     */
    int writableBits() {
        return kind == Kind.EXPANSION_ROM ? -size | 1 : -size;
    }

    /** Where the window is, or {@link AddressWindow#CLOSED}. */
    long base(ConfigSpace space) {
        int value = space.read(offset, 4);
        long base = value & -size & 0xffff_ffffL;
        boolean enabled = (space.read(enableOffset, 1) & enableBit) != 0;
        boolean romOff = kind == Kind.EXPANSION_ROM && (value & 1) == 0;
        return enabled && !romOff && base != 0 && base + size < kind.end ? base : AddressWindow.CLOSED;
    }
}
