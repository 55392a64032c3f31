package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.objectweb.asm.Label;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.state.LinearAddress;
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
        code.constant(size, width);
        code.op(ISUB, width);
        code.truncate(width);
        code.store(Locals.B, width);
        code.load(Locals.B, width);
        memory.write(Segment.SS, Locals.A, size);
        code.load(Locals.B, width);
        code.setRegister(ESP, width);
    }

    /** Puts what is on top of the stack into A, and what the stack pointer will be into B. */
    private void peek(int register, int size, int release) {
        int width = code.mode.stackSize();
        code.register(register, width);
        memory.read(Segment.SS, size);
        code.store(Locals.A, size);
        code.register(register, width);
        code.constant(size + release, width);
        code.op(IADD, width);
        code.store(Locals.B, width);
    }

    private void setStackPointer() {
        code.load(Locals.B, code.mode.stackSize());
        code.setRegister(ESP, code.mode.stackSize());
    }

    void pop(Instruction i) {
        peek(ESP, i.operandSize, 0);
        setStackPointer();
        code.load(Locals.A, i.operandSize);
        code.setRegister(i.destinationRegister, i.operandSize);
    }

    void leave(Instruction i) {
        peek(EBP, i.operandSize, 0);
        setStackPointer();
        code.load(Locals.A, i.operandSize);
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

    private final List<Outside> outside = new ArrayList<>();

    /** Writes the ways out of conditional jumps, which nothing falls into. */
    void writeOutside() {
        if (code.effort == Effort.QUICK && !outside.isEmpty() && (code.mode.is64Bit() || code.mode.isFlat())) {
            writeQuickOutside();
        }
        for (Outside exit : outside) {
            code.begin(exit.instruction, exit.offset, exit.cyclesLeft);
            flags.forget();
            code.label(exit.label);
            relative(exit.instruction, exit.target);
            checkTarget();
            exit();
        }
        outside.clear();
    }

    /** Writes those that need no other check than that of {@link QuickExit#jump}, two numbers each. */
    private void writeQuickOutside() {
        Label together = new Label();
        List<Outside> plain = outside.stream()
                .filter(exit -> exit.instruction.operandSize == code.word)
                .toList();
        if (plain.isEmpty()) {
            return;
        }
        for (Outside exit : plain) {
            code.label(exit.label);
            code.constant(exit.target);
            code.store(Locals.A);
            code.constant(QuickExit.pack(exit.offset, exit.cyclesLeft, Region.INTERPRET));
            code.store(Locals.EXIT_KIND);
            code.jump(GOTO, together);
        }
        outside.removeAll(plain);
        code.label(together);
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.load(Locals.RIP_BASE);
        code.load(Locals.REMAINING);
        code.load(Locals.EXIT_KIND);
        code.load(Locals.A);
        String descriptor = "(L" + Code.STATE_OWNER + ";" + (code.word == 8 ? "J" : "I") + "III)I";
        code.call(QuickExit.NAME, "jump", descriptor);
        code.op(IRETURN);
    }

    /** Puts RIP at an offset, a word, into A. */
    private void relative(Instruction i, int target) {
        code.rip(target);
        code.truncate(i.operandSize);
        code.store(Locals.A, code.word);
    }

    /** Leaves RIP in A to the interpreter if it is behind CS's limit, or not canonical in 64-bit mode. */
    private void checkTarget() {
        if (code.mode.is64Bit()) {
            code.load(Locals.A, 8);
            code.constant(Long.SIZE - LinearAddress.BITS);
            code.op(LSHL);
            code.constant(Long.SIZE - LinearAddress.BITS);
            code.op(LSHR);
            code.load(Locals.A, 8);
            code.op(LCMP);
            code.jump(IFNE, code.miss());
        } else if (!code.mode.isFlat()) {
            checkLimit();
        }
    }

    private void checkLimit() {
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
        code.load(Locals.A, code.word);
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
            offset(elsewhere);
            int[] keys = blocks.keySet().stream().mapToInt(Integer::intValue).toArray();
            code.mv.visitLookupSwitchInsn(elsewhere, keys, blocks.values().toArray(Label[]::new));
            code.label(elsewhere);
        }
        int site = targets.site(code.offset);
        exit(site < 0 ? Region.NEXT : Region.INDIRECT + site);
    }

    /** Pushes the offset of RIP in A, an int; goes elsewhere if it is too far. */
    private void offset(Label elsewhere) {
        code.load(Locals.A, code.word);
        code.load(Locals.RIP_BASE);
        code.op(ISUB, code.word);
        if (code.word == 8) {
            code.store(Locals.B, 8);
            code.load(Locals.B, 8);
            code.op(L2I);
            code.op(I2L);
            code.load(Locals.B, 8);
            code.op(LCMP);
            code.jump(IFNE, elsewhere);
            code.load(Locals.B, 8);
            code.op(L2I);
        }
    }

    void jump(Instruction i) {
        if (i.destination != Operand.IMMEDIATE) {
            operands.destination(i, Locals.A);
            checkTarget();
            goTo(targets.indirectTargets(code.offset));
            return;
        }
        int next = code.offset + i.length;
        Label inside = targets.block(Scan.target(next, i, code.mode));
        if (inside != null) {
            flags.arrive(targets.flagsAt(Scan.target(next, i, code.mode)));
            code.jump(GOTO, inside);
        } else if (code.effort == Effort.QUICK) {
            flags.settle();
            code.jump(GOTO, leave(i, next + (int) i.immediate));
        } else {
            relative(i, next + (int) i.immediate);
            checkTarget();
            exit();
        }
    }

    void call(Instruction i) {
        int next = code.offset + i.length;
        boolean direct = i.destination == Operand.IMMEDIATE;
        Label inside = direct ? targets.block(Scan.target(next, i, code.mode)) : null;
        if (direct) {
            relative(i, next + (int) i.immediate);
        } else {
            operands.destination(i, Locals.A);
        }
        if (inside == null) {
            checkTarget();
        }
        code.load(Locals.A, code.word);
        code.store(Locals.C, code.word);
        relative(i, next);
        pushLocal(i.operandSize);
        if (inside != null) {
            flags.arrive(targets.flagsAt(Scan.target(next, i, code.mode)));
            code.jump(GOTO, inside);
            return;
        }
        code.load(Locals.C, code.word);
        code.store(Locals.A, code.word);
        if (direct) {
            exit();
        } else {
            goTo(targets.indirectTargets(code.offset));
        }
    }

    void ret(Instruction i) {
        peek(ESP, i.operandSize, (int) i.immediate);
        checkTarget();
        setStackPointer();
        goTo(targets.returnTargets(code.offset));
    }

    /** LOOP, LOOPE, LOOPNE and JCXZ. */
    void loop(Instruction i) {
        flags.settle();
        Label taken = taken(i);
        int size = i.addressSize;
        code.register(ECX, size);
        if (i.mnemonic == Mnemonic.JCXZ) {
            code.jump(IFEQ, size, taken);
            return;
        }
        code.constant(-1, size);
        code.op(IADD, size);
        code.store(Locals.B, size);
        // The target's check comes before the count changes, even if the jump is not taken: it can only be useless.
        relative(i, code.offset + i.length + (int) i.immediate);
        checkTarget();
        code.load(Locals.B, size);
        code.store(Locals.A, size);
        code.load(Locals.A, size);
        code.setRegister(ECX, size);
        code.load(Locals.A, size);
        code.truncate(size);
        if (i.mnemonic == Mnemonic.LOOP_) {
            code.jump(IFNE, size, taken);
            return;
        }
        Label done = new Label();
        code.jump(IFEQ, size, done);
        flags.jumpIf(i.mnemonic == Mnemonic.LOOPE ? 4 : 5, taken);
        code.label(done);
    }
}
