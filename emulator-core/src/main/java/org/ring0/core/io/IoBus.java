package org.ring0.core.io;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The 64 KiB port space. Mapping a port twice is an error; a port that nobody has answers all ones and swallows writes, as
 * the ISA bus with its pull-ups does. An access that crosses from one device to another is split into bytes.
 */
public final class IoBus {
    /** Apart, so that the library for logs is only loaded when there is something to log. */
    private static final class Log {
        static final Logger LOG = LoggerFactory.getLogger(IoBus.class);
    }

    private static final int PORTS = 0x10000;

    private final Mapping[] byPort = new Mapping[PORTS];
    private PortObserver observer;

    private record Mapping(PortRange range, IoDevice device) {}

    /** Gives the ports of {@code range} to {@code device}, whose offset 0 is the range's first port. */
    public void map(PortRange range, IoDevice device) {
        for (int port = range.first(); port <= range.last(); port++) {
            if (byPort[port] != null) {
                throw new IllegalStateException("ports %s overlap %s".formatted(range, byPort[port].range));
            }
        }
        Arrays.fill(byPort, range.first(), range.last() + 1, new Mapping(range, device));
    }

    /** Whether no port of the range is taken. */
    public boolean isFree(PortRange range) {
        for (int port = range.first(); port <= range.last(); port++) {
            if (byPort[port] != null) {
                return false;
            }
        }
        return true;
    }

    /** Takes back exactly the range that was mapped (a PCI BAR that moved). */
    public void unmap(PortRange range) {
        Mapping mapping = byPort[range.first()];
        if (mapping == null || mapping.range.first() != range.first() || mapping.range.last() != range.last()) {
            throw new IllegalStateException("ports %s were not mapped as one range".formatted(range));
        }
        Arrays.fill(byPort, range.first(), range.last() + 1, null);
    }

    /** Takes everything out, as if nothing had ever been mapped. */
    public void clear() {
        Arrays.fill(byPort, null);
        observer = null;
    }

    /** Reads {@code size} (1, 2 or 4) bytes at {@code port}; the upper bits of the result are zero for 1 and 2. */
    public int read(int port, int size) {
        Mapping mapping = byPort[port];
        if (mapping != null && port + size - 1 <= mapping.range.last()) {
            int value = mapping.device.read(port - mapping.range.first(), size);
            return noted(port, size == 4 ? value : value & (1 << 8 * size) - 1, size);
        }
        if (size == 1) {
            Log.LOG.debug("read of unmapped port {}", port);
            return noted(port, 0xff, 1);
        }
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= read(port + i & PORTS - 1, 1) << 8 * i;
        }
        return value;
    }

    private int noted(int port, int value, int size) {
        if (observer != null) {
            observer.read(port, value, size);
        }
        return value;
    }

    /** Has somebody told of every access, each as the devices see it; null: nobody. */
    public void observe(PortObserver newObserver) {
        observer = newObserver;
    }

    /** Writes the low {@code size} (1, 2 or 4) bytes of {@code value} at {@code port}. */
    public void write(int port, int value, int size) {
        Mapping mapping = byPort[port];
        if (mapping != null && port + size - 1 <= mapping.range.last()) {
            int masked = size == 4 ? value : value & (1 << 8 * size) - 1;
            mapping.device.write(port - mapping.range.first(), masked, size);
            noteWrite(port, masked, size);
        } else if (size == 1) {
            noteWrite(port, value & 0xff, 1);
            Log.LOG.debug("write of {} to unmapped port {}", value & 0xff, port);
        } else {
            for (int i = 0; i < size; i++) {
                write(port + i & PORTS - 1, value >>> 8 * i, 1);
            }
        }
    }

    private void noteWrite(int port, int value, int size) {
        if (observer != null) {
            observer.written(port, value, size);
        }
    }
}
