package org.ring0.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.ring0.core.machine.WarmCores;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.snapshot.file.SnapshotFile;
import org.ring0.devices.board.Card;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcConfigException;
import org.ring0.devices.board.boot.BootException;

/**
 * A machine at one moment. Machines that go on from it share memory and images until they write; what they write to images
 * stays theirs. Their serial lines begin empty: what the first machine has printed is not theirs. What one of them leaves
 * when it is closed, the next one goes on with: the code of its guest is translated already. May be used from any thread.
 */
public final class VmSnapshot implements AutoCloseable {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final VmBuilder wanted;
    private final PcConfig config;
    private final Snapshot snapshot;
    private final WarmCores warm;
    private boolean closed;

    /** @param board is at the snapshot now */
    VmSnapshot(VmBuilder wanted, PcBoard board, Snapshot snapshot) {
        this(wanted, board, snapshot, new WarmCores(snapshot, PROCESSORS));
        board.machine().leaveTo(warm);
    }

    private VmSnapshot(VmBuilder wanted, PcBoard board, Snapshot snapshot, WarmCores warm) {
        this.wanted = wanted;
        this.config = board.config();
        this.snapshot = snapshot;
        this.warm = warm;
    }

    /**
     * A machine that goes on from where a board is.
     *
     * @param family what is left of such machines that were closed; not closed here
     */
    static Vm fork(VmBuilder wanted, PcBoard board, WarmCores family) {
        try (Snapshot now = board.snapshot()) {
            VmSnapshot snapshot = new VmSnapshot(wanted, board, now, family);
            return new Vm(wanted, snapshot::board, family);
        }
    }

    /** As many forks run at a time. */
    static WarmCores family() {
        return new WarmCores(PROCESSORS);
    }

    /** A machine that goes on from here, not running, with cards of its own. */
    public synchronized Vm start() {
        checkOpen();
        return new Vm(wanted, this::board);
    }

    private PcBoard board(MachinePlan.Lines lines, List<Card> cards) {
        PcConfig forked = config.withSerial(lines.serial())
                .withDebug(lines.debugConsole(), lines.firmwareLog())
                .withCards(cards);
        try {
            return wanted.prepared(PcBoard.of(forked, snapshot, warm));
        } catch (PcConfigException | BootException | SnapshotException e) {
            throw new VmException(e.getMessage(), e);
        }
    }

    /** Writes it into a file, for {@link VmBuilder#from}. */
    public synchronized void save(Path file) throws IOException {
        checkOpen();
        SnapshotFile.save(snapshot, Arguments.given(file, "file"));
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the snapshot is closed");
        }
    }

    /** No further machine can go on from it; those that do already are not concerned. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            warm.close();
            snapshot.close();
        }
    }
}
