package org.ring0.core.machine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.device.Device;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.StateFormatException;
import org.ring0.core.snapshot.StateReader;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.core.time.VirtualClock;

/** The states of a machine's CPUs and devices, under the names by which snapshots know them. */
record MachineStates(List<Cpu> cpus, Map<String, Device<?>> devices, VirtualClock clock) {
    private static final String CPU = "cpu";

    static MachineStates of(Machine machine) {
        return new MachineStates(machine.cpus(), machine.devices(), machine.clock());
    }

    Map<String, byte[]> save() {
        Map<String, byte[]> states = new LinkedHashMap<>();
        for (int i = 0; i < cpus.size(); i++) {
            var state = cpus.get(i).state();
            states.put(CPU + i, StateWriter.encode(SavedCpu.of(state, state.eflags())));
        }
        devices.forEach((name, device) -> states.put(name, StateWriter.encode(device.save())));
        return states;
    }

    /** @return the clock's cycle */
    long restore(Map<String, byte[]> states) throws SnapshotException {
        checkNames(states);
        Map<Cpu, SavedCpu> saved = new LinkedHashMap<>();
        for (int i = 0; i < cpus.size(); i++) {
            saved.put(cpus.get(i), cpu(CPU + i, states));
        }
        Map<String, Record> decoded = new LinkedHashMap<>();
        for (Map.Entry<String, Device<?>> entry : devices.entrySet()) {
            decoded.put(entry.getKey(), decoded(entry.getKey(), entry.getValue(), states));
        }
        long cycle = saved.get(cpus.getFirst()).cycle();
        clock.restore(cycle);
        // The first round brings every wire to its level; edges on the way may have changed who saw them, until the
        // second.
        restoreAndSettle(decoded);
        restoreAndSettle(decoded);
        saved.forEach((cpu, state) -> {
            state.restore(cpu.state());
            cpu.mmu().flushAll();
        });
        return cycle;
    }

    private void checkNames(Map<String, byte[]> states) throws SnapshotException {
        TreeSet<String> missing = new TreeSet<>(devices.keySet());
        TreeSet<String> unknown = new TreeSet<>(states.keySet());
        for (int i = 0; i < cpus.size(); i++) {
            missing.add(CPU + i);
        }
        unknown.removeAll(missing);
        missing.removeAll(states.keySet());
        if (!unknown.isEmpty()) {
            throw new SnapshotException("the snapshot is of another machine, with '" + unknown.first() + "'");
        }
        if (!missing.isEmpty()) {
            throw new SnapshotException("the snapshot is of another machine, without '" + missing.first() + "'");
        }
    }

    private static SavedCpu cpu(String name, Map<String, byte[]> states) throws SnapshotException {
        try {
            SavedCpu saved = StateReader.decode(states.get(name), SavedCpu.untouched());
            if (saved.isWellFormed()) {
                return saved;
            }
        } catch (StateFormatException | RuntimeException e) {
            // as below
        }
        throw notOf(name);
    }

    private static Record decoded(String name, Device<?> device, Map<String, byte[]> states) throws SnapshotException {
        try {
            return StateReader.decode(states.get(name), device.powerOn());
        } catch (StateFormatException | RuntimeException e) {
            throw notOf(name);
        }
    }

    private void restoreAndSettle(Map<String, Record> states) throws SnapshotException {
        for (Map.Entry<String, Device<?>> entry : devices.entrySet()) {
            try {
                restore(entry.getValue(), states.get(entry.getKey()));
            } catch (RuntimeException e) {
                throw notOf(entry.getKey());
            }
        }
        for (Map.Entry<String, Device<?>> entry : devices.entrySet()) {
            try {
                entry.getValue().settle();
            } catch (RuntimeException e) {
                throw notOf(entry.getKey());
            }
        }
    }

    @SuppressWarnings("unchecked") // decoded to the class of the device's own power-on state
    private static <S extends Record> void restore(Device<S> device, Record state) {
        device.restore((S) state);
    }

    private static SnapshotException notOf(String name) {
        return new SnapshotException("the snapshot is damaged: it has no valid state of '" + name + "'");
    }
}
