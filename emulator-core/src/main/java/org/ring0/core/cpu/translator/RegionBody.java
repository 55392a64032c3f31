package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.state.CpuMode;

/** Writes the blocks of a region, and the ways from one to the other. */
final class RegionBody implements ControlEmitter.Targets {
    private final Scan scan;
    private final CpuMode mode;
    private final Code code;
    private final Emitters emitters;
    private final Map<Integer, Label> labels = new HashMap<>();
    private final List<Integer> sites;
    private final Label out = new Label();
    /** What the blocks assume; null while that is being found out. */
    private FlagFlow flow;

    RegionBody(Scan scan, CpuMode mode, Code code) {
        this.scan = scan;
        this.mode = mode;
        this.code = code;
        for (int leader : scan.leaders) {
            if (scan.instructions.containsKey(leader)) {
                labels.put(leader, new Label());
            }
        }
        sites = scan.sites();
        emitters = new Emitters(code, this);
    }

    @Override
    public Label block(int offset) {
        return labels.get(offset);
    }

    @Override
    public SortedMap<Integer, Label> returnTargets(int offset) {
        SortedMap<Integer, Label> targets = labelled(scan.returnPoints);
        targets.putAll(indirectTargets(offset));
        return targets;
    }

    @Override
    public SortedMap<Integer, Label> indirectTargets(int offset) {
        return labelled(scan.indirectTargets.getOrDefault(offset, Set.of()));
    }

    @Override
    public int site(int offset) {
        return sites.indexOf(offset);
    }

    @Override
    public int flagsAt(int offset) {
        return flow == null ? FlagEmitter.ANYTHING : flow.known(offset);
    }

    @Override
    public Label out() {
        return out;
    }

    /** The blocks at those of the given offsets where the region has one. */
    private SortedMap<Integer, Label> labelled(Set<Integer> offsets) {
        SortedMap<Integer, Label> found = new TreeMap<>(labels);
        found.keySet().retainAll(offsets);
        return found;
    }

    /** Writes every block, and the ways to the entries, whose offset is in A. */
    void write(FlagFlow found) {
        flow = found;
        Map<Integer, Label> copies = enter();
        copies.forEach((entry, label) -> {
            code.label(label);
            block(entry, FlagEmitter.UNKNOWN);
        });
        for (int offset : scan.instructions.keySet()) {
            Label label = labels.get(offset);
            if (label != null) {
                code.label(label);
                block(offset, flow.known(offset));
            }
        }
        emitters.control().writeOutside();
        stubs();
    }

    /**
     * Goes to the entry. Where the region itself comes with flags of a known kind, those who enter get a copy of the block:
     * the first block of a loop is entered once and jumped to often.
     *
     * @return the copies that are to be written
     */
    private Map<Integer, Label> enter() {
        SortedMap<Integer, Label> entries = labelled(scan.entries);
        Map<Integer, Label> copies = new TreeMap<>();
        entries.replaceAll(
                (entry, label) -> flow.isUnknown(entry) ? label : copies.computeIfAbsent(entry, offset -> new Label()));
        Label elsewhere = new Label();
        code.load(Locals.A);
        int[] keys = entries.keySet().stream().mapToInt(Integer::intValue).toArray();
        code.mv.visitLookupSwitchInsn(elsewhere, keys, entries.values().toArray(Label[]::new));
        code.label(elsewhere);
        code.load(Locals.RIP_BASE);
        code.load(Locals.A);
        code.intToWord();
        code.op(IADD, code.word);
        code.store(Locals.EXIT_RIP);
        code.constant(Region.INTERPRET);
        code.store(Locals.EXIT_KIND);
        code.jump(GOTO, out);
        return copies;
    }

    /**
     * Writes one block.
     *
     * @param flags what is known of the lazy flags where it begins
     * @return what is known of them where it ends
     */
    int block(int start, int flags) {
        int left = scan.blockLength(start);
        emitters.flags().assume(flags);
        code.xmm.beginBlock();
        code.mv.visitIincInsn(Locals.REMAINING, -left);
        code.load(Locals.REMAINING);
        code.jump(IFLT, code.exit(start, left, Region.INTERPRET));
        int at = start;
        boolean goesOn = true;
        for (; left > 0; left--) {
            Instruction i = scan.instructions.get(at);
            code.begin(i, at, left);
            emitters.flags().skipsRecords(DeadFlags.behind(scan.instructions, at + i.length, left - 1));
            goesOn = emitters.emit(i);
            at += i.length;
        }
        if (goesOn) {
            Label next = labels.get(at);
            if (next != null) {
                emitters.flags().arrive(flagsAt(at));
            } else {
                emitters.flags().settle();
            }
            int kind = scan.interpreted.contains(at) ? Region.INTERPRET : Region.NEXT;
            code.jump(GOTO, next != null ? next : code.exit(at, 0, kind));
        }
        return emitters.flags().known();
    }

    /** The blocks of the region that execution may go to behind a block. */
    Collection<Integer> successors(int start) {
        int at = start;
        Instruction last = scan.instructions.get(at);
        for (int left = scan.blockLength(start); left > 1; left--) {
            at += last.length;
            last = scan.instructions.get(at);
        }
        int next = at + last.length;
        int target = Scan.target(next, last, mode);
        return switch (last.mnemonic.shape()) {
            case JUMP_IF, LOOP -> List.of(target, next);
            case JUMP, CALL ->
                last.destination == Operand.IMMEDIATE
                        ? List.of(target)
                        : indirectTargets(at).keySet();
            case RETURN -> returnTargets(at).keySet();
            default -> List.of(next);
        };
    }

    private void stubs() {
        emitters.flags().forget();
        if (code.effort == Effort.QUICK) {
            packedStubs();
            return;
        }
        for (Code.Stub stub : code.stubs()) {
            code.label(stub.label());
            emitters.flags().derive(stub.derived());
            if (stub.overlaid()) {
                emitters.flags().settleOverlay();
            }
            if (stub.giveBack() != 0) {
                code.mv.visitIincInsn(Locals.REMAINING, stub.giveBack());
            }
            code.rip(stub.offset());
            code.store(Locals.EXIT_RIP);
            code.constant(stub.kind());
            code.store(Locals.EXIT_KIND);
            code.jump(GOTO, out);
        }
    }

    /** As many ways out as a quick region has, each says all in one number. */
    private void packedStubs() {
        Label together = new Label();
        for (Code.Stub stub : code.stubs()) {
            code.label(stub.label());
            if (stub.overlaid()) {
                emitters.flags().settleOverlay();
            }
            code.constant(QuickExit.pack(stub.offset(), stub.giveBack(), stub.kind()));
            code.store(Locals.EXIT_KIND);
            code.jump(GOTO, together);
        }
        code.label(together);
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.load(Locals.RIP_BASE);
        code.load(Locals.REMAINING);
        code.load(Locals.EXIT_KIND);
        code.call(QuickExit.NAME, "leave", "(L" + Code.STATE_OWNER + ";" + (code.word == 8 ? "J" : "I") + "II)I");
        code.op(IRETURN);
    }
}
