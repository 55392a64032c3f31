package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import java.util.SortedMap;
import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.state.Segment;

/** The stack and near transfers. ESP changes after the last check. */
final class ControlEmitter {
    private static final int ECX = 1;
    private static final int ESP = 4;
    private static final int EBP = 5;

    private final Code code;
    private final OperandEmitter operands;
    private final MemoryEmitter memory;
    private final FlagEmitter flags;
    private final Targets targets;

    /** Where code of the region is, and how to leave. */
    interface Targets {
        /** The label of the block at an offset, or null if the region has none there. */
        Label block(int offset);

        /** The blocks that the return at an offset may lead to, by their offsets. */
        SortedMap<Integer, Label> returnTargets(int offset);

        /** The blocks that the indirect jump or call at an offset may lead to, by their offsets. */
        SortedMap<Integer, Label> indirectTargets(int offset);

        /** The number of the indirect transfer at an offset, or -1 if nobody watches it. */
        int site(int offset);

        /** What the block at an offset assumes of the flags, as {@code FlagEmitter} has it. */
        int flagsAt(int offset);

        /** Where every exit comes together, EXIT_RIP and EXIT_KIND being set. */
        Label out();
    }

    ControlEmitter(Code code, OperandEmitter operands, MemoryEmitter memory, FlagEmitter flags, Targets targets) {
        this.code = code;
        this.operands = operands;
        this.memory = memory;
        this.flags = flags;
        this.targets = targets;
    }

    void push(Instruction i) {
        operands.destination(i, Locals.A);
        pushLocal(i.operandSize);
    }

    /** Pushes local A. */
    private void pushLocal(int size) {
        int width = code.mode.stackSize();
        code.register(ESP, width);
        code.constant(size);
        code.op(ISUB);
        code.truncate(width);
        code.store(Locals.B);
        code.load(Locals.B);
        memory.resolve(Segment.SS, size, true);
        memory.store(Locals.A, size);
        code.load(Locals.B);
        code.setRegister(ESP, width);
    }

    /** Puts what is on top of the stack into A, and what the stack pointer will be into B. */
    private void peek(int register, int size, int release) {
        int width = code.mode.stackSize();
        code.register(register, width);
        memory.resolve(Segment.SS, size, false);
        memory.load(size);
        code.store(Locals.A);
        code.register(register, width);
        code.constant(size + release);
        code.op(IADD);
        code.store(Locals.B);
    }

    private void setStackPointer() {
        code.load(Locals.B);
        code.setRegister(ESP, code.mode.stackSize());
    }

    void pop(Instruction i) {
        peek(ESP, i.operandSize, 0);
        setStackPointer();
        code.load(Locals.A);
        code.setRegister(i.destinationRegister, i.operandSize);
    }

    void leave(Instruction i) {
        peek(EBP, i.operandSize, 0);
        setStackPointer();
        code.load(Locals.A);
        code.setRegister(EBP, i.operandSize);
    }

    void jumpIf(Instruction i) {
        Label taken = taken(i);
        if (i.immediate >= 0) {
            flags.jumpIf(i.condition(), taken);
            return;
        }
        // At a jump backwards HotSpot keeps alive what is on the stack, and so works out a comparison that nobody
        // needs. A GOTO leaves it nothing to keep.
        Label skip = new Label();
        flags.jumpIf(i.condition() ^ 1, skip);
        code.jump(GOTO, taken);
        code.label(skip);
    }

    private Label taken(Instruction i) {
        int next = code.offset + i.length;
        int target = Scan.target(next, i, code.mode);
        Label inside = targets.block(target);
        if (inside != null) {
            flags.arrive(targets.flagsAt(target));
            return inside;
        }
        flags.settle();
        return leave(i, next + (int) i.immediate);
    }

    /** A label behind which the region is left for an offset. */
    private Label leave(Instruction i, int target) {
        Label label = new Label();
        outside.add(new Outside(label, i, target, code.offset, code.cyclesLeft));
        return label;
    }

    private record Outside(Label label, Instruction instruction, int target, int offset, int cyclesLeft) {}

    private final java.util.List<Outside> outside = new java.util.ArrayList<>();

    /** Writes the ways out of conditional jumps, which nothing falls into. */
    void writeOutside() {
        for (Outside exit : outside) {
            code.begin(exit.instruction, exit.offset, exit.cyclesLeft);
            flags.forget();
            code.label(exit.label);
            relative(exit.instruction, exit.target);
            exit();
        }
        outside.clear();
    }

    /** Puts RIP at an offset into A, checked against CS's limit where there is one. */
    private void relative(Instruction i, int target) {
        code.load(Locals.RIP_BASE);
        code.constant(target);
        code.op(IADD);
        code.truncate(i.operandSize);
        code.store(Locals.A);
        checkLimit();
    }

    private void checkLimit() {
        if (code.mode.isFlat()) {
            return;
        }
        code.load(Locals.A);
        code.zeroExtend();
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "segment", "[Lorg/ring0/core/cpu/state/Segment;");
        code.constant(Segment.CS);
        code.op(AALOAD);
        code.mv.visitFieldInsn(GETFIELD, "org/ring0/core/cpu/state/Segment", "limit", "J");
        code.op(LCMP);
        code.jump(IFGT, code.miss());
    }

    /** Leaves for the RIP in A. */
    private void exit() {
        exit(Region.NEXT);
    }

    private void exit(int kind) {
        flags.settle();
        code.load(Locals.A);
        code.store(Locals.EXIT_RIP);
        code.constant(kind);
        code.store(Locals.EXIT_KIND);
        code.jump(GOTO, targets.out());
    }

    /** Goes on at the RIP in A: in the region if it is one of the given blocks, otherwise outside. */
    private void goTo(SortedMap<Integer, Label> blocks) {
        if (!blocks.isEmpty()) {
            blocks.keySet().forEach(offset -> flags.arrive(targets.flagsAt(offset)));
            Label elsewhere = new Label();
            code.load(Locals.A);
            code.load(Locals.RIP_BASE);
            code.op(ISUB);
            int[] keys = blocks.keySet().stream().mapToInt(Integer::intValue).toArray();
            code.mv.visitLookupSwitchInsn(elsewhere, keys, blocks.values().toArray(Label[]::new));
            code.label(elsewhere);
        }
        int site = targets.site(code.offset);
        exit(site < 0 ? Region.NEXT : Region.INDIRECT + site);
    }

    void jump(Instruction i) {
        if (i.destination != Operand.IMMEDIATE) {
            operands.destination(i, Locals.A);
            checkLimit();
            goTo(targets.indirectTargets(code.offset));
            return;
        }
        int next = code.offset + i.length;
        Label inside = targets.block(Scan.target(next, i, code.mode));
        if (inside != null) {
            flags.arrive(targets.flagsAt(Scan.target(next, i, code.mode)));
            code.jump(GOTO, inside);
        } else {
            relative(i, next + (int) i.immediate);
            exit();
        }
    }

    void call(Instruction i) {
        int next = code.offset + i.length;
        boolean direct = i.destination == Operand.IMMEDIATE;
        if (direct) {
            relative(i, next + (int) i.immediate);
        } else {
            operands.destination(i, Locals.A);
            checkLimit();
        }
        code.load(Locals.A);
        code.store(Locals.C);
        code.load(Locals.RIP_BASE);
        code.constant(next);
        code.op(IADD);
        code.truncate(i.operandSize);
        code.store(Locals.A);
        pushLocal(i.operandSize);
        Label inside = direct ? targets.block(Scan.target(next, i, code.mode)) : null;
        if (inside != null) {
            flags.arrive(targets.flagsAt(Scan.target(next, i, code.mode)));
            code.jump(GOTO, inside);
            return;
        }
        code.load(Locals.C);
        code.store(Locals.A);
        if (direct) {
            exit();
        } else {
            goTo(targets.indirectTargets(code.offset));
        }
    }

    void ret(Instruction i) {
        peek(ESP, i.operandSize, (int) i.immediate);
        checkLimit();
        setStackPointer();
        goTo(targets.returnTargets(code.offset));
    }

    /** LOOP, LOOPE, LOOPNE and JCXZ. */
    void loop(Instruction i) {
        flags.settle();
        Label taken = taken(i);
        code.register(ECX, i.addressSize);
        if (i.mnemonic == Mnemonic.JCXZ) {
            code.jump(IFEQ, taken);
            return;
        }
        code.op(ICONST_M1);
        code.op(IADD);
        code.store(Locals.B);
        // The target's check comes before the count changes, even if the jump is not taken: it can only be useless.
        relative(i, code.offset + i.length + (int) i.immediate);
        code.load(Locals.B);
        code.store(Locals.A);
        code.load(Locals.A);
        code.setRegister(ECX, i.addressSize);
        code.load(Locals.A);
        code.truncate(i.addressSize);
        if (i.mnemonic == Mnemonic.LOOP_) {
            code.jump(IFNE, taken);
            return;
        }
        Label done = new Label();
        code.jump(IFEQ, done);
        flags.jumpIf(i.mnemonic == Mnemonic.LOOPE ? 4 : 5, taken);
        code.label(done);
    }
}
