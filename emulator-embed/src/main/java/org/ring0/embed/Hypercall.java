package org.ring0.embed;

/**
 * What a guest may ask of the program around it. The guest writes the number of a function to the I/O port
 * {@link #PORT} ({@code mov edx, 5230h; out dx, eax}); the call is served before its next instruction, which finds the answer
 * in EAX (RAX in 64-bit mode). All other registers and memory are free for arguments. The port answers reads with
 * {@link #PRESENT}, so that a guest can tell whether anybody is there.
 */
@FunctionalInterface
public interface Hypercall {
    /** Four ports from here on, "R0" in ASCII. */
    int PORT = 0x5230;

    /** What reading the port gives, "R0VM" in ASCII. */
    int PRESENT = 0x4d56_3052;

    /**
     * Serves one call, on the thread that runs the machine.
     *
     * @param vm the machine, between two instructions: registers and memory may be read and written, but not run
     * @param function what the guest wrote
     * @return what it gets in EAX or RAX
     */
    long call(Vm vm, int function);
}
