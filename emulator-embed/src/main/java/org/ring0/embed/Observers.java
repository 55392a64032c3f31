package org.ring0.embed;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ring0.core.cpu.InterruptObserver;
import org.ring0.core.io.PortObserver;
import org.ring0.core.machine.Machine;
import org.ring0.core.memory.MmioObserver;

/**
 * Who is told what a machine does, on the thread that runs it. The guest cannot tell; while nobody looks, it costs nothing.
 * Observers may read registers and memory and stop the run; what they see while an instruction executes is that instruction's
 * middle.
 */
public final class Observers {
    private final Machine machine;
    private final List<PortObserver> ports = new CopyOnWriteArrayList<>();
    private final List<MmioObserver> mmio = new CopyOnWriteArrayList<>();
    private final List<InterruptObserver> interrupts = new CopyOnWriteArrayList<>();

    private final PortObserver toPorts = new PortObserver() {
        @Override
        public void read(int port, int value, int size) {
            ports.forEach(each -> each.read(port, value, size));
        }

        @Override
        public void written(int port, int value, int size) {
            ports.forEach(each -> each.written(port, value, size));
        }
    };
    private final MmioObserver toMmio = new MmioObserver() {
        @Override
        public void read(long physical, long value, int size) {
            mmio.forEach(each -> each.read(physical, value, size));
        }

        @Override
        public void written(long physical, long value, int size) {
            mmio.forEach(each -> each.written(physical, value, size));
        }
    };
    private final InterruptObserver toInterrupts =
            (vector, origin, errorCode) -> interrupts.forEach(each -> each.delivers(vector, origin, errorCode));

    Observers(Machine machine) {
        this.machine = machine;
    }

    /** The machine has somebody to tell exactly while there is somebody who looks. */
    private void connect() {
        machine.ports().observe(ports.isEmpty() ? null : toPorts);
        machine.memory().observe(mmio.isEmpty() ? null : toMmio);
        machine.cpus().forEach(cpu -> cpu.observeInterrupts(interrupts.isEmpty() ? null : toInterrupts));
    }

    /** Tells of accesses to ports, the host's own too. */
    public void add(PortObserver observer) {
        ports.add(Arguments.given(observer, "observer"));
        connect();
    }

    /** Tells of the CPU's accesses to devices in memory. */
    public void add(MmioObserver observer) {
        mmio.add(Arguments.given(observer, "observer"));
        connect();
    }

    /** Tells of interrupts and exceptions. */
    public void add(InterruptObserver observer) {
        interrupts.add(Arguments.given(observer, "observer"));
        connect();
    }

    /** Looks at ports no more. */
    public void remove(PortObserver observer) {
        ports.remove(observer);
        connect();
    }

    /** Looks at devices in memory no more. */
    public void remove(MmioObserver observer) {
        mmio.remove(observer);
        connect();
    }

    /** Looks at interrupts no more. */
    public void remove(InterruptObserver observer) {
        interrupts.remove(observer);
        connect();
    }
}
