package org.ring0.core.cpu;

/** One way of executing guest instructions. Engines cannot be told apart by the guest or by the state they leave. */
public interface Engine {
    /**
     * Executes until the CPU's cycle reaches {@code state.cycleLimit}, the CPU halts, or something asks to leave
     * ({@code ATTENTION_LEAVE}). Delivers exceptions and pending interrupts on the way. Returns between two instructions.
     *
     * @throws TripleFaultException the CPU has shut down
     * @throws org.ring0.core.cpu.state.UnimplementedException at an instruction that this emulator lacks; RIP is at it
     */
    void run();

    /** What has been done so far. */
    default EngineStatistics statistics() {
        return EngineStatistics.NONE;
    }

    /**
     * Has the engine serve another guest from now on, in the same CPU and host memory; what it knows of code that is still
     * there it may keep, and what it has done is counted from zero but for translations.
     *
     * @return false if it cannot: it is of no further use then
     */
    default boolean changeGuest() {
        return false;
    }

    /** Gives back what the engine holds on the host, such as threads; it is not run afterwards. */
    default void close() {}
}
