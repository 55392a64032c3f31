package org.ring0.embed;

import java.util.function.IntConsumer;
import org.ring0.core.io.IoDevice;

/** The port behind {@link Hypercall}. It has no state: a call is served before the next instruction. */
final class HypercallPort implements IoDevice {
    static final int PORTS = 4;

    private final IntConsumer call;

    HypercallPort(IntConsumer call) {
        this.call = call;
    }

    @Override
    public int read(int offset) {
        return Hypercall.PRESENT >>> 8 * offset & 0xff;
    }

    @Override
    public void write(int offset, int value) {
        call.accept(value);
    }

    @Override
    public void write(int offset, int value, int size) {
        call.accept(value);
    }
}
