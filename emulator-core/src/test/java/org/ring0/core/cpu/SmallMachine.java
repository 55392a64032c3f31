package org.ring0.core.cpu;

import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.io.IoBus;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.Region;
import org.ring0.core.time.VirtualClock;

/** A CPU and two MiB of RAM, no devices: for tests that call parts of the CPU directly. */
public final class SmallMachine implements AutoCloseable {
    public static final long RAM = 0x20_0000;

    public final HostMemory host = new HostMemory(RAM);
    public final AddressSpace memory = new AddressSpace(host.segment());
    public final IoBus ports = new IoBus();
    public final VirtualClock clock = new VirtualClock(1_000_000_000);
    public final Cpu cpu;
    public final CpuState state;

    public SmallMachine() {
        memory.map(Region.ram(0, RAM, 0));
        cpu = new Cpu(memory, ports, clock);
        state = cpu.state();
    }

    /** Writes little-endian dwords to physical memory. */
    public SmallMachine dwords(long physical, int... values) {
        for (int i = 0; i < values.length; i++) {
            memory.write(physical + 4 * i, values[i] & 0xffff_ffffL, 4);
        }
        return this;
    }

    public SmallMachine words(long physical, int... values) {
        for (int i = 0; i < values.length; i++) {
            memory.write(physical + 2 * i, values[i], 2);
        }
        return this;
    }

    public SmallMachine qwords(long physical, long... values) {
        for (int i = 0; i < values.length; i++) {
            memory.write(physical + 8 * i, values[i], 8);
        }
        return this;
    }

    public long dword(long physical) {
        return memory.read(physical, 4);
    }

    public int word(long physical) {
        return (int) memory.read(physical, 2);
    }

    /** The exception that {@code action} raises as {@code "#GP(10)"}, error code in hex, or {@code "none"}. */
    public static String faultOf(Runnable action) {
        try {
            action.run();
            return "none";
        } catch (CpuException e) {
            String[] names = {
                "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "9", "#TS", "#NP", "#SS", "#GP", "#PF",
                "15", "#MF", "#AC", "#MC", "#XM"
            };
            return names[e.vector()] + (e.hasErrorCode() ? "(%x)".formatted(e.errorCode()) : "");
        }
    }

    @Override
    public void close() {
        host.close();
    }
}
