package com.example.machines;

import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;
import org.ring0.devices.board.ExpansionBus;

/** A card that remembers a byte, at port 300h. */
final class Notebook implements IoDevice, Device<Notebook.State> {
    static final int PORT = 0x300;

    private int note;

    record State(int note) {}

    static void plugInto(ExpansionBus bus) {
        bus.ports(PortRange.of(PORT, 1), bus.add("notebook", new Notebook()));
    }

    @Override
    public int read(int offset) {
        return note;
    }

    @Override
    public void write(int offset, int value) {
        note = value;
    }

    @Override
    public State save() {
        return new State(note);
    }

    @Override
    public void restore(State state) {
        note = state.note;
    }

    @Override
    public State powerOn() {
        return new State(0);
    }
}
