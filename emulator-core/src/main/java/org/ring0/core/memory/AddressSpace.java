package org.ring0.core.memory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.ring0.core.device.BusMemory;

/**
 * The physical address space: which region answers at an address. Regions never overlap; mapping one over another is an
 * error. The MMU caches what it finds here in its TLB and is told when anything moves.
 */
public final class AddressSpace implements BusMemory {
    private final MemorySegment host;
    /** Where content of the host memory still has to be demanded from, or null. */
    private final HostMemory incomplete;

    private final CodePages codePages;
    private final TreeMap<Long, Region> regions = new TreeMap<>();
    /** The region that was found last, or null: most often it is the next one, too. */
    private Region recent;

    private final List<Runnable> onChange = new ArrayList<>();
    private long addressMask = -1;
    private MmioObserver observer;

    public AddressSpace(MemorySegment host) {
        this(host, null);
    }

    public AddressSpace(HostMemory memory) {
        this(memory.demandedSegment(), memory.isComplete() ? null : memory);
    }

    private AddressSpace(MemorySegment host, HostMemory incomplete) {
        this.host = host;
        this.incomplete = incomplete;
        this.codePages = new CodePages(host.byteSize());
    }

    /** Has somebody told of every access of a CPU to a device; null: nobody. */
    public void observe(MmioObserver newObserver) {
        observer = newObserver;
    }

    /** The host memory behind RAM and ROM. Who reaches it otherwise than through this class or a TLB demands it first. */
    public MemorySegment host() {
        return host;
    }

    /** Sees to it that a part of the host memory has its content, which may still be in a snapshot's file. */
    public void demand(long backing, long length) {
        if (incomplete != null) {
            incomplete.demand(backing, length);
        }
    }

    public CodePages codePages() {
        return codePages;
    }

    /** Takes everything out, as if nothing had ever been mapped; who is told of changes stays. */
    public void clear() {
        regions.clear();
        recent = null;
        addressMask = -1;
        observer = null;
        onChange.forEach(Runnable::run);
    }

    /** Runs {@code action} whenever a region or the A20 gate has changed: cached translations are stale. */
    public void onChange(Runnable action) {
        onChange.add(action);
    }

    /** Adds a region; bounds are multiples of 4 KiB for memory. */
    public void map(Region region) {
        Map.Entry<Long, Region> below = regions.floorEntry(region.last());
        if (below != null && below.getValue().last() >= region.first()) {
            throw new IllegalStateException("region %x-%x overlaps %x-%x"
                    .formatted(
                            region.first(),
                            region.last(),
                            below.getValue().first(),
                            below.getValue().last()));
        }
        regions.put(region.first(), region);
        onChange.forEach(Runnable::run);
    }

    /** Removes exactly this region. */
    public void unmap(Region region) {
        recent = null;
        if (!regions.remove(region.first(), region)) {
            throw new IllegalStateException("region %x is not mapped".formatted(region.first()));
        }
        onChange.forEach(Runnable::run);
    }

    /** Whether nothing is mapped in {@code first} to {@code last}. */
    public boolean isFree(long first, long last) {
        Map.Entry<Long, Region> below = regions.floorEntry(last);
        return below == null || below.getValue().last() < first;
    }

    /** The A20 gate: closed, the CPU's address bit 20 reads as zero. */
    public void setA20(boolean open) {
        long mask = open ? -1 : ~0x10_0000L;
        if (mask != addressMask) {
            addressMask = mask;
            onChange.forEach(Runnable::run);
        }
    }

    /** Whether the A20 gate is open. */
    public boolean a20() {
        return addressMask == -1;
    }

    /** The address that the CPU's {@code physical} address has on the bus, behind the A20 gate. */
    public long gated(long physical) {
        return physical & addressMask;
    }

    /** The region at a bus address (behind the A20 gate), or null where nobody answers. */
    public Region find(long physical) {
        Region region = recent;
        if (region != null && physical >= region.first() && physical <= region.last()) {
            return region;
        }
        Map.Entry<Long, Region> entry = regions.floorEntry(physical);
        if (entry == null || physical > entry.getValue().last()) {
            return null;
        }
        recent = entry.getValue();
        return recent;
    }

    /** The lowest bus address at which a byte of host memory is read, or -1 if nothing leads to it. */
    public long physicalOf(long backing) {
        for (Region region : regions.values()) {
            long offset = backing - region.readBacking();
            if (region.readBacking() != Region.NONE && offset >= 0 && offset <= region.last() - region.first()) {
                return region.first() + offset;
            }
        }
        return -1;
    }

    /** Reads 1, 2, 4 or 8 bytes, little endian, zero-extended; the access may cross regions. */
    public long read(long physical, int size) {
        Region region = find(gated(physical));
        if (region != null && gated(physical) + size - 1 <= region.last()) {
            long at = gated(physical) - region.first();
            if (region.readBacking() != Region.NONE) {
                return readHost(region.readBacking() + at, size);
            }
            if (region.device() != null) {
                long value = readDevice(region.device(), (int) at, size);
                if (observer != null) {
                    observer.read(gated(physical), value, size);
                }
                return value;
            }
        } else if (size > 1) {
            int half = size / 2;
            return read(physical, half) | read(physical + half, half) << 8 * half;
        }
        return -1L >>> 64 - 8 * size;
    }

    /** Writes the low 1, 2, 4 or 8 bytes of {@code value}, little endian; the access may cross regions. */
    public void write(long physical, long value, int size) {
        Region region = find(gated(physical));
        if (region != null && gated(physical) + size - 1 <= region.last()) {
            long at = gated(physical) - region.first();
            if (region.writeBacking() != Region.NONE) {
                writeHost(region.writeBacking() + at, value, size);
            } else if (region.device() != null) {
                writeDevice(region.device(), (int) at, value, size);
                if (observer != null) {
                    observer.written(gated(physical), value & -1L >>> 64 - 8 * size, size);
                }
            }
        } else if (size > 1) {
            int half = size / 2;
            write(physical, value, half);
            write(physical + half, value >>> 8 * half, half);
        }
    }

    @Override
    public void readMemory(long physical, byte[] buffer, int offset, int length) {
        for (int done = 0; done < length; ) {
            Region region = find(physical + done);
            if (region != null && region.readBacking() != Region.NONE) {
                int part = (int) Math.min(length - done, region.last() - (physical + done) + 1);
                long from = region.readBacking() + (physical + done - region.first());
                demand(from, part);
                MemorySegment.copy(host, JAVA_BYTE, from, buffer, offset + done, part);
                done += part;
            } else {
                buffer[offset + done] = region == null || region.device() == null
                        ? (byte) 0xff
                        : (byte) region.device().read((int) (physical + done - region.first()), 1);
                done++;
            }
        }
    }

    @Override
    public void writeMemory(long physical, byte[] buffer, int offset, int length) {
        for (int done = 0; done < length; ) {
            Region region = find(physical + done);
            if (region != null && region.writeBacking() != Region.NONE) {
                int part = (int) Math.min(length - done, region.last() - (physical + done) + 1);
                long to = region.writeBacking() + (physical + done - region.first());
                demand(to, part);
                MemorySegment.copy(buffer, offset + done, host, JAVA_BYTE, to, part);
                codePages.written(to, part);
                done += part;
            } else {
                if (region != null && region.device() != null) {
                    region.device().write((int) (physical + done - region.first()), buffer[offset + done] & 0xff, 1);
                }
                done++;
            }
        }
    }

    private long readHost(long backing, int size) {
        demand(backing, size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (host.get(JAVA_BYTE, backing + i) & 0xffL) << 8 * i;
        }
        return value;
    }

    /** Bytes that do not change leave decoded code as it is. */
    private void writeHost(long backing, long value, int size) {
        demand(backing, size);
        if (codePages.isCodePage(backing) && (readHost(backing, size) ^ value) << 64 - 8 * size == 0) {
            return;
        }
        for (int i = 0; i < size; i++) {
            host.set(JAVA_BYTE, backing + i, (byte) (value >>> 8 * i));
        }
        codePages.written(backing, size);
    }

    /** A device on a 32-bit bus sees at most 4 bytes at a time. */
    private static long readDevice(MmioDevice device, int offset, int size) {
        return size <= 4
                ? device.read(offset, size) & (-1L >>> 64 - 8 * size)
                : readDevice(device, offset, 4) | readDevice(device, offset + 4, 4) << 32;
    }

    private static void writeDevice(MmioDevice device, int offset, long value, int size) {
        if (size <= 4) {
            device.write(offset, (int) (value & (-1L >>> 64 - 8 * size)), size);
        } else {
            writeDevice(device, offset, value, 4);
            writeDevice(device, offset + 4, value >>> 32, 4);
        }
    }
}
