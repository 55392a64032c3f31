package org.ring0.core.debug.autopsy;

import java.util.List;
import org.ring0.core.cpu.BranchLog;
import org.ring0.core.machine.Machine;

/**
 * The branches that led to where a machine has stopped, as far as somebody has recorded them.
 *
 * @param branches those taken last, the oldest first
 * @param known whether they were recorded
 * @param note what is to be said of them, or why they are not known; empty if there is nothing to say
 */
public record BranchHistory(List<BranchLog.Branch> branches, boolean known, String note) {
    /** What the machine itself has recorded. */
    public static BranchHistory of(Machine machine) {
        BranchLog log = machine.cpus().getFirst().branches();
        return log == null ? unknown("not recorded") : new BranchHistory(log.branches(), true, "");
    }

    /**
     * What a machine has recorded that had executed some instructions before.
     *
     * @param instructions how many; 0 if it has recorded from its beginning on
     */
    public static BranchHistory since(long instructions, BranchLog log) {
        List<BranchLog.Branch> branches = log.branches();
        boolean all = instructions == 0 || branches.size() == BranchLog.KEPT;
        return new BranchHistory(branches, true, all ? "" : "no others after instruction " + instructions);
    }

    /** Nobody knows them. */
    public static BranchHistory unknown(String why) {
        return new BranchHistory(List.of(), false, why);
    }
}
