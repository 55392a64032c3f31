package org.ring0.devices.board;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.Region;
import org.ring0.devices.pci.AddressWindow;

/**
 * The windows of PCI functions, which guests move about. Where a window would cover something that answers already, the
 * older inhabitant wins, and the newcomer is closed until the place is free: a guest's mistake, never an error of ours.
 */
final class WindowMap {
    private final IoBus ports;
    private final AddressSpace memory;
    private final List<Window> windows = new ArrayList<>();

    /** Makes the region of a memory window at its base. */
    interface RegionAt {
        Region at(long base);
    }

    /** One window: where the guest wants it, and whether it could be mapped there. */
    private abstract static class Window {
        long wanted = AddressWindow.CLOSED;
        boolean mapped;

        abstract boolean isFree(long base);

        abstract void map(long base);

        abstract void unmap(long base);
    }

    WindowMap(IoBus ports, AddressSpace memory) {
        this.ports = ports;
        this.memory = memory;
    }

    /** A window of {@code count} ports; the device is asked for when the window opens. */
    AddressWindow ports(int count, Supplier<IoDevice> device) {
        return add(new Window() {
            private PortRange range(long base) {
                return PortRange.of((int) base, count);
            }

            @Override
            boolean isFree(long base) {
                return ports.isFree(range(base));
            }

            @Override
            void map(long base) {
                ports.map(range(base), device.get());
            }

            @Override
            void unmap(long base) {
                ports.unmap(range(base));
            }
        });
    }

    /** A window of memory or of registers in memory. */
    AddressWindow memory(RegionAt region) {
        return add(new Window() {
            @Override
            boolean isFree(long base) {
                Region wanted = region.at(base);
                return memory.isFree(wanted.first(), wanted.last());
            }

            @Override
            void map(long base) {
                memory.map(region.at(base));
            }

            @Override
            void unmap(long base) {
                memory.unmap(region.at(base));
            }
        });
    }

    /** All windows are placed anew, in a fixed order: where they lie follows from the registers alone, not from history. */
    private AddressWindow add(Window window) {
        windows.add(window);
        return base -> {
            windows.forEach(WindowMap::unmapIfMapped);
            window.wanted = base;
            windows.forEach(WindowMap::mapIfPossible);
        };
    }

    private static void unmapIfMapped(Window window) {
        if (window.mapped) {
            window.unmap(window.wanted);
            window.mapped = false;
        }
    }

    private static void mapIfPossible(Window window) {
        if (window.wanted != AddressWindow.CLOSED && window.isFree(window.wanted)) {
            window.map(window.wanted);
            window.mapped = true;
        }
    }
}
