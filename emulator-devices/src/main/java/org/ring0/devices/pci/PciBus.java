package org.ring0.devices.pci;

/**
 * PCI bus 0: which function answers a configuration cycle. Configuration cycles that nobody claims end in a master abort,
 * which reads as all ones (PCI Local Bus Specification 2.1, 3.7.4.1). There is no other bus.
 */
public final class PciBus {
    private static final int FUNCTIONS = 8;

    private final PciFunction[] functions = new PciFunction[32 * FUNCTIONS];

    /**
     * Plugs a function in.
     *
     * @param device 0 to 31
     * @param function 0 to 7
     */
    public void plug(int device, int function, PciFunction chip) {
        int slot = device * FUNCTIONS + function;
        if (functions[slot] != null) {
            throw new IllegalStateException("PCI function %02x.%d is taken".formatted(device, function));
        }
        functions[slot] = chip;
    }

    /** A configuration read on {@code bus} of the function with the 8-bit number {@code deviceFunction}. */
    int read(int bus, int deviceFunction, int offset, int size) {
        PciFunction function = bus == 0 ? functions[deviceFunction] : null;
        return function == null ? -1 : function.readConfig(offset, size);
    }

    /** A configuration write; nobody at home, it is lost. */
    void write(int bus, int deviceFunction, int offset, int value, int size) {
        PciFunction function = bus == 0 ? functions[deviceFunction] : null;
        if (function != null) {
            function.writeConfig(offset, value, size);
        }
    }
}
