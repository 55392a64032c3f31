package org.ring0.embed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.debug.autopsy.Footprints;
import org.ring0.core.debug.symbol.Place;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.device.CharBackend;
import org.ring0.core.device.Device;
import org.ring0.core.machine.Machine;
import org.ring0.core.snapshot.Snapshot;
import org.ring0.core.snapshot.SnapshotException;
import org.ring0.core.time.Scheduler;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.PcConfigException;
import org.ring0.devices.board.boot.BootException;
import org.ring0.devices.interrupt.I8259Pic;
import org.ring0.devices.interrupt.InterruptText;
import org.ring0.devices.interrupt.IoApic;
import org.ring0.devices.interrupt.LocalApic;

/**
 * What a guest is waiting for that does not come: whether it is halted, the loop that it runs in, the port or the word in
 * memory that it looks at, and which interrupts could reach it. The loop is found by letting a fork of the machine go on for
 * some thousand instructions; the machine itself stays as it is.
 *
 * @param headline one sentence
 * @param halted whether HLT has stopped the CPU
 * @param interruptsOn whether the CPU takes interrupts (IF)
 * @param nextEventNanos guest time until a device's timer is due next; negative if none is armed
 * @param footprints what it did next, or null if no fork could tell: cards of the program's own and hypercalls prevent it
 * @param interrupts what the interrupt controllers let through, line by line
 */
public record HangDiagnosis(
        String headline,
        boolean halted,
        boolean interruptsOn,
        long nextEventNanos,
        Footprints footprints,
        List<String> interrupts) {

    /**
     * Looks at a PC that is not running.
     *
     * @param symbols names of its addresses
     */
    public static HangDiagnosis of(PcBoard board, Symbols symbols) {
        Machine machine = board.machine();
        CpuState state = machine.cpus().getFirst().state();
        boolean on = (state.systemFlags & Eflags.IF) != 0;
        Footprints footprints = footprints(board, symbols);
        long next = machine.scheduler().nextDeadline();
        long nanos = next == Scheduler.NEVER
                ? -1
                : (long)
                        ((next - machine.clock().now()) * (1e9 / machine.clock().frequency()));
        return new HangDiagnosis(
                headline(state.halted, on, footprints), state.halted, on, nanos, footprints, interrupts(machine));
    }

    private static String headline(boolean halted, boolean on, Footprints footprints) {
        String flag = on ? "with interrupts on" : "with interrupts off";
        if (halted) {
            return "halted " + flag;
        }
        if (footprints == null) {
            return "running " + flag;
        }
        if (!footprints.spinning()) {
            return "not in a short loop, %s: %d different instructions among the next %d"
                    .formatted(flag, footprints.distinct(), footprints.steps());
        }
        Footprints.Spot most = footprints.spots().getFirst();
        String where = most.first().symbol() == null
                ? Place.hex(most.first().address())
                : most.first().name();
        String size = footprints.distinct() == 1 ? "one instruction" : footprints.distinct() + " instructions";
        return "spinning in %s at %s, %s".formatted(size, where, flag);
    }

    /**
     * Null if there can be no fork of the machine. Cards of the program's own reach into the program, hypercalls above all: what
     * a fork does must not get there.
     */
    private static Footprints footprints(PcBoard board, Symbols symbols) {
        if (!board.config().cards().isEmpty()) {
            return null;
        }
        PcConfig config = board.config()
                .withSerial(Collections.nCopies(PcConfig.MAX_SERIAL, CharBackend.NULL))
                .withDebug(CharBackend.NULL, CharBackend.NULL);
        try (Snapshot snapshot = board.snapshot();
                PcBoard fork = PcBoard.of(config, snapshot)) {
            return Footprints.of(fork.machine(), symbols);
        } catch (PcConfigException | BootException | SnapshotException | OutOfMemoryError e) {
            return null;
        }
    }

    private static List<String> interrupts(Machine machine) {
        List<String> lines = new ArrayList<>();
        Map<String, Device<?>> devices = machine.devices();
        if (devices.get("pic1").save() instanceof I8259Pic.State master
                && devices.get("pic2").save() instanceof I8259Pic.State slave) {
            lines.addAll(InterruptText.of(master, slave));
        }
        if (devices.get("local-apic").save() instanceof LocalApic.State apic) {
            lines.addAll(InterruptText.of(apic));
        }
        if (devices.get("io-apic").save() instanceof IoApic.State apic) {
            lines.addAll(InterruptText.of(apic));
        }
        return lines;
    }

    /** All of it for people, in lines. */
    public String text() {
        return new HangText(this).all();
    }
}
