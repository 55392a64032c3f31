package org.ring0.core.machine;

import org.ring0.core.cpu.EngineStatistics;

/**
 * What a machine has done since it was built. Nothing of it can be seen by the guest, and no two runs need agree in it.
 *
 * @param engine what the engine counted
 * @param idleCycles cycles that passed while the CPU was halted
 * @param userTlbFills pages that were entered into the TLB of user accesses
 * @param supervisorTlbFills pages that were entered into the TLB of supervisor accesses
 * @param hostTime where the host's time went
 */
public record MachineStatistics(
        EngineStatistics engine, long idleCycles, long userTlbFills, long supervisorTlbFills, HostTime hostTime) {

    /**
     * The host's time by part, in nanoseconds; all zero unless the machine was told to measure.
     *
     * @param engine in the engine: instructions, and what devices do while an instruction accesses them
     * @param waiting for the host's clock to catch up
     * @param rest in the main loop: timers, and what devices do when one fires
     */
    public record HostTime(long engine, long waiting, long rest) {}
}
