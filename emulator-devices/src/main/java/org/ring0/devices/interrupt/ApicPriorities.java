package org.ring0.devices.interrupt;

/**
 * What is requested, what is in service and what software holds back (SDM Vol. 3A, "Handling Interrupts"): of requests the
 * highest vector counts, and it must be of a higher class than the one in service and the task priority.
 */
final class ApicPriorities {
    private static final int CLASS = 0xf0;

    final VectorSet isr = new VectorSet();
    final VectorSet tmr = new VectorSet();
    final VectorSet irr = new VectorSet();
    /** The task priority register, eight bits. */
    int tpr;

    void request(int vector, boolean level) {
        irr.add(vector);
        tmr.set(vector, level);
    }

    /** PPR: the class in service, or what software holds back if that is no less. */
    int processor() {
        int inService = Math.max(isr.highest(), 0);
        return (tpr & CLASS) >= (inService & CLASS) ? tpr : inService & CLASS;
    }

    /** APR: as the processor's, with what is requested counted in. */
    int arbitration() {
        int requested = Math.max(irr.highest(), 0) & CLASS;
        int inService = Math.max(isr.highest(), 0) & CLASS;
        return (tpr & CLASS) >= requested && (tpr & CLASS) > inService ? tpr : Math.max(requested, inService);
    }

    /** The vector that the CPU would be given now, or {@link VectorSet#NONE}. */
    int deliverable() {
        int vector = irr.highest();
        return vector != VectorSet.NONE && (vector & CLASS) > (processor() & CLASS) ? vector : VectorSet.NONE;
    }

    void accept(int vector) {
        irr.remove(vector);
        isr.add(vector);
    }

    /** Ends the highest in service: its vector, or {@link VectorSet#NONE}. */
    int end() {
        int vector = isr.highest();
        if (vector != VectorSet.NONE) {
            isr.remove(vector);
        }
        return vector;
    }

    /** Whether this interrupt is pending or in service here. */
    boolean knows(int vector) {
        return irr.has(vector) || isr.has(vector);
    }
}
