package org.ring0.core.machine;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.io.IoBus;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.FrozenMemory;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.time.VirtualClock;

/**
 * What a machine is built around: everything that translated code is made for. Another machine can be built around it when
 * the first one is closed, and finds the code of its guest decoded and translated already.
 */
record LiveCore(HostMemory hostMemory, AddressSpace memory, IoBus ports, VirtualClock clock, Cpu cpu, Engine engine) {

    static LiveCore of(Machine.Core core) {
        AddressSpace memory = new AddressSpace(core.hostMemory());
        IoBus ports = new IoBus();
        VirtualClock clock = new VirtualClock(core.frequency());
        Cpu cpu = new Cpu(memory, ports, clock);
        return new LiveCore(
                core.hostMemory(), memory, ports, clock, cpu, core.engine().apply(cpu));
    }

    /**
     * Takes out everything of the machine that it was in, and has its memory hold other content; code that is the same there
     * stays translated.
     *
     * @return false if it cannot serve another machine
     */
    boolean changeGuest(FrozenMemory content) {
        Map<Integer, byte[]> code = memory.codePages().contents(memory.host());
        if (!engine.changeGuest() || !hostMemory.become(content)) {
            return false;
        }
        memory.codePages().compare(memory.host(), code);
        memory.clear();
        ports.clear();
        clock.restore(0);
        cpu.disconnect();
        return true;
    }

    void close() {
        engine.close();
        hostMemory.close();
    }
}
