package org.ring0.devices.board;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.memory.Region;
import org.ring0.devices.pci.I440fxHostBridge;
import org.ring0.devices.video.Vga;

/**
 * Where memory is in the physical address space: RAM up to the PCI hole and above 4 GiB, the VGA window, the upper memory
 * whose segments the host bridge switches between ROM and RAM, and the firmware below 4 GiB.
 *
 * <p>Behind it lies one block of host memory: RAM from 0 on, then what the ISA bus has at C0000h to FFFFFh, then the whole
 * firmware image, then memory of the display adapter.
 */
public final class PcMemoryMap implements I440fxHostBridge.MemoryAttributes {
    /** RAM ends here, so that PCI windows have a place below 4 GiB; what is left continues above. */
    public static final long RAM_BELOW_HOLE = 0xc000_0000L;

    public static final long FOUR_GIB = 0x1_0000_0000L;
    static final long IO_APIC = 0xfec0_0000L;
    static final long HPET = 0xfed0_0000L;
    /** Where the local APIC is until somebody moves it. */
    static final long LOCAL_APIC = 0xfee0_0000L;

    static final long VGA_WINDOW = 0xa_0000;
    static final long VGA_WINDOW_SIZE = 0x2_0000;
    static final long UPPER_MEMORY = 0xc_0000;
    static final int UPPER_MEMORY_SIZE = 0x4_0000;
    private static final int SEGMENT_SIZE = 0x4000;
    private static final int LAST_SEGMENT_SIZE = 0x1_0000;
    /** The largest firmware image: 16 MiB below 4 GiB are the firmware hub's. */
    public static final int MAX_FIRMWARE = 0x100_0000;

    private static final int FIRMWARE_GRANULE = 0x1_0000;

    private final AddressSpace memory;
    private final Layout layout;
    private final Region[] segments = new Region[I440fxHostBridge.SEGMENTS];
    private List<Region> window = List.of();
    private Vga vga;
    private boolean smramOpen;
    /** One device for each offset, so that an unchanged window is recognised as such. */
    private final Map<Integer, MmioDevice> rest = new HashMap<>();

    /**
     * How the host memory is divided.
     *
     * @param ram bytes of RAM
     * @param firmware bytes of the firmware image, a multiple of 64 KiB
     * @param video bytes of display memory, a multiple of 4 KiB
     */
    public record Layout(long ram, int firmware, int video) {
        /** Host memory for all of it. */
        public long size() {
            return videoBacking() + video;
        }

        long isaBacking() {
            return ram;
        }

        /** The VGA BIOS lies where the ISA bus has it, and behind the display function's ROM base, 64 KiB in both places. */
        long vgaRomBacking() {
            return isaBacking();
        }

        long firmwareBacking() {
            return isaBacking() + UPPER_MEMORY_SIZE;
        }

        /** Where the display memory begins. */
        public long videoBacking() {
            return firmwareBacking() + firmware;
        }

        long ramBelowHole() {
            return Math.min(ram, RAM_BELOW_HOLE);
        }

        long ramAboveFourGib() {
            return ram - ramBelowHole();
        }
    }

    /**
     * Maps RAM and ROM; the VGA window follows with {@link #connectVga}.
     *
     * @param host where the ROMs are put, or null if they are there
     * @param firmware the image that ends at 4 GiB and, its last 128 KiB, at 1 MiB; a multiple of 64 KiB
     * @param vgaRom the option ROM at C0000h, or an empty array
     */
    public PcMemoryMap(AddressSpace memory, HostMemory host, Layout layout, byte[] firmware, byte[] vgaRom) {
        this.memory = memory;
        this.layout = layout;
        if (host != null) {
            fillRoms(host.segment(), firmware, vgaRom);
        }
        memory.map(Region.ram(0, VGA_WINDOW, 0));
        memory.map(Region.ram(0x10_0000, layout.ramBelowHole() - 0x10_0000, 0x10_0000));
        if (layout.ramAboveFourGib() > 0) {
            memory.map(Region.ram(FOUR_GIB, layout.ramAboveFourGib(), layout.ramBelowHole()));
        }
        if (firmware.length > 0) {
            memory.map(Region.rom(FOUR_GIB - firmware.length, firmware.length, layout.firmwareBacking()));
        }
        for (int i = 0; i < segments.length; i++) {
            setShadow(i, false, false);
        }
    }

    /** What keeps an image from being firmware, or null. */
    static String faultOfFirmware(byte[] image) {
        if (image.length == 0 || image.length % FIRMWARE_GRANULE != 0 || image.length > MAX_FIRMWARE) {
            return "is no firmware image: its size, %d bytes, is not a multiple of 64 KiB up to 16 MiB"
                    .formatted(image.length);
        }
        return null;
    }

    private void fillRoms(MemorySegment host, byte[] firmware, byte[] vgaRom) {
        host.asSlice(layout.isaBacking(), UPPER_MEMORY_SIZE).fill((byte) 0xff);
        MemorySegment.copy(vgaRom, 0, host, ValueLayout.JAVA_BYTE, layout.isaBacking(), vgaRom.length);
        int alias = Math.min(firmware.length, 0x2_0000);
        long end = layout.isaBacking() + UPPER_MEMORY_SIZE;
        MemorySegment.copy(firmware, firmware.length - alias, host, ValueLayout.JAVA_BYTE, end - alias, alias);
        MemorySegment.copy(firmware, 0, host, ValueLayout.JAVA_BYTE, layout.firmwareBacking(), firmware.length);
    }

    /** Gives A0000h to BFFFFh to the display adapter; what of it is plain memory at present is mapped as such. */
    void connectVga(Vga adapter) {
        vga = adapter;
        adapter.onWindowChange(this::placeWindow);
        placeWindow();
    }

    @Override
    public void setShadow(int segment, boolean readRam, boolean writeRam) {
        long first = UPPER_MEMORY + (long) segment * SEGMENT_SIZE;
        int size = segment == segments.length - 1 ? LAST_SEGMENT_SIZE : SEGMENT_SIZE;
        long read = readRam ? first : layout.isaBacking() + first - UPPER_MEMORY;
        Region region = new Region(first, first + size - 1, read, writeRam ? first : Region.NONE, null);
        if (!region.equals(segments[segment])) {
            replace(segments[segment], region);
            segments[segment] = region;
        }
    }

    @Override
    public void setSmramOpen(boolean open) {
        smramOpen = open;
        placeWindow();
    }

    private void placeWindow() {
        List<Region> wanted = windowRegions();
        if (!wanted.equals(window)) {
            window.forEach(memory::unmap);
            wanted.forEach(memory::map);
            window = wanted;
        }
    }

    private List<Region> windowRegions() {
        if (smramOpen || vga == null) {
            return List.of(Region.ram(VGA_WINDOW, VGA_WINDOW_SIZE, VGA_WINDOW));
        }
        Vga.LinearWindow linear = vga.linearWindow();
        if (linear == null) {
            return List.of(Region.mmio(VGA_WINDOW, VGA_WINDOW_SIZE, vga.window()));
        }
        Region plain = Region.ram(VGA_WINDOW, linear.length(), layout.videoBacking() + linear.linear());
        if (linear.length() == VGA_WINDOW_SIZE) {
            return List.of(plain);
        }
        MmioDevice rest = restOfWindow(linear.length());
        return List.of(plain, Region.mmio(plain.last() + 1, VGA_WINDOW_SIZE - linear.length(), rest));
    }

    private MmioDevice restOfWindow(int from) {
        return rest.computeIfAbsent(from, first -> new MmioDevice() {
            @Override
            public int read(int offset, int size) {
                return vga.window().read(first + offset, size);
            }

            @Override
            public void write(int offset, int value, int size) {
                vga.window().write(first + offset, value, size);
            }
        });
    }

    private void replace(Region old, Region region) {
        if (old != null) {
            memory.unmap(old);
        }
        memory.map(region);
    }
}
