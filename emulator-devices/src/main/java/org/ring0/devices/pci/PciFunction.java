package org.ring0.devices.pci;

/** One function on the PCI bus, as configuration cycles see it: 256 bytes, accessed within one dword at a time. */
public interface PciFunction {
    /** Reads {@code size} (1, 2 or 4) bytes at {@code offset}, little endian. */
    int readConfig(int offset, int size);

    /** Writes the low {@code size} (1, 2 or 4) bytes of {@code value} at {@code offset}, little endian. */
    void writeConfig(int offset, int value, int size);
}
