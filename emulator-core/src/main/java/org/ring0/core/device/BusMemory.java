package org.ring0.core.device;

/** Guest memory as a bus master sees it: physical addresses, no CPU in between. Addresses that nobody has read as ones. */
public interface BusMemory {
    /** Copies {@code length} bytes from the guest's physical memory into {@code buffer}. */
    void readMemory(long physical, byte[] buffer, int offset, int length);

    /** Copies {@code length} bytes from {@code buffer} into the guest's physical memory. */
    void writeMemory(long physical, byte[] buffer, int offset, int length);
}
