package org.ring0.core.cpu.decode;

/** Where the decoder gets an instruction's bytes from, one after the other. */
@FunctionalInterface
public interface CodeBytes {
    /**
     * The next byte, 0 to 255.
     *
     * @throws org.ring0.core.cpu.state.CpuException when fetching it faults
     */
    int next();
}
