package org.ring0.core.cpu;

/** A fault in the delivery of a double fault: the CPU shuts down (SDM Vol. 3A, 6.15). */
public final class TripleFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TripleFaultException() {
        super("triple fault", null, false, false);
    }
}
