package org.ring0.embed;

import org.ring0.core.io.IoBus;

/** The I/O ports of a machine, as an instruction of its CPU reaches them. */
public final class Ports {
    private static final int LAST = 0xffff;

    private final Vm vm;
    private final IoBus bus;

    Ports(Vm vm, IoBus bus) {
        this.vm = vm;
        this.bus = bus;
    }

    /** Reads 1, 2 or 4 bytes; what devices do at a read, they do. */
    public int in(int port, int size) {
        check(port, size);
        return bus.read(port, size);
    }

    /** Writes 1, 2 or 4 bytes. */
    public void out(int port, int value, int size) {
        check(port, size);
        bus.write(port, value, size);
    }

    private void check(int port, int size) {
        vm.checkOpen();
        if (port < 0 || port > LAST) {
            throw new IllegalArgumentException("there is no port %x".formatted(port));
        }
        if (size != 1 && size != 2 && size != 4) {
            throw new IllegalArgumentException("ports are 1, 2 or 4 bytes wide, not " + size);
        }
    }
}
