package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.objectweb.asm.Label;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;

/**
 * The lazy flags in locals. Within a block the kind is known while code is written, so that a condition becomes one
 * comparison; behind a label the readers of {@code Flags} decide.
 */
final class FlagEmitter {
    private static final String FLAGS = "org/ring0/core/cpu/state/Flags";
    /** Nothing is known of the flags: their locals say it all. */
    static final int UNKNOWN = -1;

    /** In place of what a block assumes: whatever comes. */
    static final int ANYTHING = -2;

    /** In place of a local: the value is zero. */
    static final int NONE = -1;

    private static final int CARRIED_IN = 1 << 30;
    private static final int DERIVED = 1 << 29;

    private final Code code;
    /** The state has the flags at any time, and the locals only what this block has recorded: exits carry nothing then. */
    private final boolean inState;
    /** The kind's code as {@code FlagKind.code} makes it, or UNKNOWN. */
    private int known = UNKNOWN;
    /** A carry came in: destination against source does not decide a condition then. */
    private boolean carriedIn;
    /** The present instruction's flags are dead. */
    private boolean skipping;

    FlagEmitter(Code code) {
        this.code = code;
        inState = code.effort == Effort.QUICK;
    }

    /** Another path comes in here. */
    void forget() {
        assume(UNKNOWN);
    }

    /** Every path that comes in here leaves the flags as {@link #known()} said there. */
    void assume(int what) {
        known = what == UNKNOWN ? UNKNOWN : what & ~(CARRIED_IN | DERIVED);
        carriedIn = what != UNKNOWN && (what & CARRIED_IN) != 0;
        code.overlaid = false;
        code.derived = what != UNKNOWN && (what & DERIVED) != 0 ? known : UNKNOWN;
    }

    /** What is known of the settled flags, for {@link #assume}. */
    int known() {
        if (known == UNKNOWN) {
            return UNKNOWN;
        }
        return known | (carriedIn ? CARRIED_IN : 0) | (code.derived != UNKNOWN ? DERIVED : 0);
    }

    /** Makes ready for a block of the region that assumes {@code what}. */
    void arrive(int what) {
        if (code.overlaid) {
            settle();
        } else if (what != ANYTHING && what != known()) {
            derive(code.derived);
        }
    }

    /** Stores the result where it has not been stored, since destination and source tell it. */
    void derive(int kind) {
        if (kind != UNKNOWN) {
            pushDerived(kind);
            code.toWord(sizeOf(kind));
            code.store(Locals.FLAG_RESULT);
        }
    }

    private static int sizeOf(int kind) {
        return 1 << (kind & 3);
    }

    /** Pushes a value that a flag's local holds. */
    private void value(int flag, int size) {
        code.load(flag);
        code.fromWord(size);
    }

    private void pushDerived(int kind) {
        int size = sizeOf(kind);
        value(Locals.FLAG_DEST, size);
        value(Locals.FLAG_SOURCE, size);
        code.op(kind >> 2 == FlagKind.SUB.ordinal() ? ISUB : IADD, size);
        code.truncate(size);
    }

    /** Pushes the result, whose kind is known. */
    private void pushResult() {
        if (code.derived != UNKNOWN) {
            pushDerived(code.derived);
        } else {
            value(Locals.FLAG_RESULT, sizeOf(known));
        }
    }

    /** Pops the CF and OF bits that a rotate leaves; the other flags stay. */
    void overlay() {
        code.store(Locals.OVERLAY);
        code.overlaid = true;
    }

    /** Makes the locals say it all, before another path may come in. */
    void settle() {
        derive(code.derived);
        code.derived = UNKNOWN;
        if (code.overlaid) {
            settleOverlay();
            code.overlaid = false;
            carriedIn = false;
            known = FlagKind.EXPLICIT.code(4);
        }
    }

    /** The code of {@link #settle()}, also for stubs that have been left with an overlay; the kind is read from its local. */
    void settleOverlay() {
        bitsOf(UNKNOWN);
        code.constant(~(Eflags.CF | Eflags.OF));
        code.op(IAND);
        code.load(Locals.OVERLAY);
        code.op(IOR);
        storeBits();
    }

    /** Pops all six flags as bits of EFLAGS. */
    void setBits() {
        code.overlaid = false;
        code.derived = UNKNOWN;
        carriedIn = false;
        known = FlagKind.EXPLICIT.code(4);
        storeBits();
    }

    private void storeBits() {
        code.toWord(4);
        code.store(Locals.FLAG_SOURCE);
        keep(Locals.FLAG_SOURCE);
        kind(FlagKind.EXPLICIT.code(4));
        if (!inState) {
            set(Locals.FLAG_RESULT, NONE, 4);
            set(Locals.FLAG_DEST, NONE, 4);
        }
    }

    /**
     * Records flags of locals among A to D, or {@link #NONE}. A result that destination and source tell is not stored: one
     * value less that is alive around a loop.
     */
    void record(FlagKind kind, int size, int result, int dest, int source) {
        if (skipping) {
            forget();
            return;
        }
        boolean derived = !inState && (kind == FlagKind.ADD || kind == FlagKind.SUB);
        record(kind, size, dest, source);
        if (derived) {
            code.derived = known;
        } else {
            set(Locals.FLAG_RESULT, result, size);
        }
    }

    /** Says whether nobody will see what the present instruction records. */
    void skipsRecords(boolean skip) {
        skipping = skip;
    }

    private void record(FlagKind kind, int size, int dest, int source) {
        known = kind.code(size);
        carriedIn = false;
        code.overlaid = false;
        code.derived = UNKNOWN;
        kind(known);
        if (!inState || kind.compareTo(FlagKind.LOGIC) < 0) {
            set(Locals.FLAG_DEST, dest, size);
        }
        if (!inState || kind != FlagKind.LOGIC) {
            // The source of kinds behind these is bits of EFLAGS.
            set(Locals.FLAG_SOURCE, source, kind.compareTo(FlagKind.LOGIC) <= 0 ? size : 4);
        }
    }

    private void kind(int code) {
        if (inState) {
            this.code.mv.visitVarInsn(ALOAD, Locals.STATE);
            this.code.constant(code);
            this.code.mv.visitFieldInsn(PUTFIELD, Code.STATE_OWNER, "flagKind", "I");
        } else {
            this.code.constant(code);
            this.code.store(Locals.FLAG_KIND);
        }
    }

    /** Writes a flag's local to the state, if that is to have it. */
    private void keep(int flag) {
        if (inState) {
            code.mv.visitVarInsn(ALOAD, Locals.STATE);
            code.load(flag);
            code.toLong(code.word);
            String field = switch (flag) {
                case Locals.FLAG_RESULT -> "flagResult";
                case Locals.FLAG_DEST -> "flagDest";
                default -> "flagSource";
            };
            code.mv.visitFieldInsn(PUTFIELD, Code.STATE_OWNER, field, "J");
        }
    }

    /** As {@link #record}, for ADC and SBB. */
    void recordWithCarry(FlagKind kind, int size, int result, int dest, int source) {
        if (skipping) {
            forget();
            return;
        }
        record(kind, size, dest, source);
        set(Locals.FLAG_RESULT, result, size);
        carriedIn = true;
    }

    private void set(int flag, int temporary, int size) {
        if (temporary == NONE) {
            code.constant(0, code.word);
        } else {
            code.load(temporary, size);
            code.toWord(size);
        }
        code.store(flag);
        keep(flag);
    }

    /** Pushes CF as 0 or 1. */
    void carry() {
        if (code.overlaid) {
            code.load(Locals.OVERLAY);
            code.op(ICONST_1);
            code.op(IAND);
            return;
        }
        if (known != UNKNOWN && known >> 2 == FlagKind.LOGIC.ordinal()) {
            code.op(ICONST_0);
            return;
        }
        if (known != UNKNOWN && known >> 2 >= FlagKind.INC.ordinal()) {
            value(Locals.FLAG_SOURCE, 4);
            code.op(ICONST_1);
            code.op(IAND);
            return;
        }
        if (known != UNKNOWN) {
            carryOfChain();
            return;
        }
        work("cf", "", "Z", known);
    }

    /** The carry out of the top bit of ADD or SUB, as {@code Flags.cf} works it out. */
    private void carryOfChain() {
        boolean sub = known >> 2 == FlagKind.SUB.ordinal();
        int size = sizeOf(known);
        value(Locals.FLAG_DEST, size);
        if (sub) {
            not(size);
        }
        value(Locals.FLAG_SOURCE, size);
        code.op(IAND, size);
        value(Locals.FLAG_DEST, size);
        value(Locals.FLAG_SOURCE, size);
        code.op(sub ? IXOR : IOR, size);
        if (sub) {
            not(size);
        }
        pushResult();
        if (!sub) {
            not(size);
        }
        code.op(IAND, size);
        code.op(IOR, size);
        code.topBit(size);
        code.op(ICONST_1);
        code.op(IAND);
    }

    private void not(int size) {
        code.constant(-1, size);
        code.op(IXOR, size);
    }

    /** Pushes all six flags as bits of EFLAGS. */
    void bits() {
        settle();
        bitsOf(known);
    }

    private void bitsOf(int kind) {
        work("read", "", "I", kind);
    }

    /** Calls a reader of {@code Flags}, whose own arguments are on the stack. */
    private void work(String reader, String arguments, String result, int kind) {
        if (inState) {
            code.mv.visitVarInsn(ALOAD, Locals.STATE);
            code.call(FLAGS, reader, "(" + arguments + "L" + Code.STATE_OWNER + ";)" + result);
        } else {
            all(kind);
            code.call(FLAGS, reader, "(" + arguments + "IJJJ)" + result);
        }
    }

    private void all(int kind) {
        if (kind == UNKNOWN) {
            code.load(Locals.FLAG_KIND);
        } else {
            code.constant(kind);
        }
        if (code.derived != UNKNOWN) {
            pushDerived(code.derived);
            code.toLong(sizeOf(code.derived));
        } else {
            code.load(Locals.FLAG_RESULT);
            code.toLong(code.word);
        }
        code.load(Locals.FLAG_DEST);
        code.toLong(code.word);
        code.load(Locals.FLAG_SOURCE);
        code.toLong(code.word);
    }

    /** Jumps if the condition (0 to 15) holds. */
    void jumpIf(int condition, Label target) {
        arrive(ANYTHING);
        boolean negated = (condition & 1) != 0;
        int opcode = known == UNKNOWN ? -1 : fast(condition >> 1);
        if (opcode < 0) {
            code.constant(condition & ~1);
            work("condition", "I", "Z", known);
            opcode = IFNE;
        }
        code.jump(negated ? opposite(opcode) : opcode, target);
    }

    /** Pushes the condition as 0 or 1. */
    void push(int condition) {
        arrive(ANYTHING);
        code.constant(condition);
        work("condition", "I", "Z", known);
    }

    /** Pushes what one JVM comparison decides the (even) condition by, and returns its opcode, or -1 without pushing. */
    private int fast(int condition) {
        int kind = known >> 2;
        int size = sizeOf(known);
        boolean fromResult = kind != FlagKind.EXPLICIT.ordinal();
        switch (condition) {
            case 2 -> {
                if (kind == FlagKind.SUB.ordinal() && code.derived != UNKNOWN) {
                    operand(Locals.FLAG_DEST, size, false);
                    operand(Locals.FLAG_SOURCE, size, false);
                    return compared(IF_ICMPEQ, size);
                }
                if (fromResult) {
                    pushResult();
                    return withZero(IFEQ, size);
                }
            }
            case 4 -> {
                if (fromResult) {
                    pushResult();
                    code.signExtend(size);
                    return withZero(IFLT, size);
                }
            }
            default -> {
                if (kind == FlagKind.SUB.ordinal() && !carriedIn) {
                    return comparison(condition, size);
                } else if (kind == FlagKind.LOGIC.ordinal()) {
                    return logic(condition, size);
                }
            }
        }
        return -1;
    }

    /** Behind CMP and SUB: destination against source. */
    private int comparison(int condition, int size) {
        switch (condition) {
            case 1, 3 -> {
                operand(Locals.FLAG_DEST, size, false);
                operand(Locals.FLAG_SOURCE, size, false);
                code.compareUnsigned(size);
                return condition == 1 ? IFLT : IFLE;
            }
            case 6, 7 -> {
                operand(Locals.FLAG_DEST, size, true);
                operand(Locals.FLAG_SOURCE, size, true);
                return compared(condition == 6 ? IF_ICMPLT : IF_ICMPLE, size);
            }
            default -> {
                return -1;
            }
        }
    }

    private void operand(int flag, int size, boolean signed) {
        value(flag, size);
        if (signed) {
            code.signExtend(size);
        }
    }

    /** The jump that compares the two values on the stack as {@code opcode} does two ints. */
    private int compared(int opcode, int size) {
        if (size < 8) {
            return opcode;
        }
        code.op(LCMP);
        return opcode - IF_ICMPEQ + IFEQ;
    }

    /** The jump that compares the value on the stack with zero as {@code opcode} does an int. */
    private int withZero(int opcode, int size) {
        if (size == 8) {
            code.op(LCONST_0);
            code.op(LCMP);
        }
        return opcode;
    }

    /** Behind TEST, AND, OR, XOR: CF and OF are clear. */
    private int logic(int condition, int size) {
        switch (condition) {
            case 3 -> {
                operand(Locals.FLAG_RESULT, size, false);
                return withZero(IFEQ, size);
            }
            case 6, 7 -> {
                operand(Locals.FLAG_RESULT, size, true);
                return withZero(condition == 6 ? IFLT : IFLE, size);
            }
            default -> {
                return -1;
            }
        }
    }

    private static int opposite(int opcode) {
        return switch (opcode) {
            case IFEQ -> IFNE;
            case IFNE -> IFEQ;
            case IF_ICMPEQ -> IF_ICMPNE;
            case IFLT -> IFGE;
            case IFLE -> IFGT;
            case IF_ICMPLT -> IF_ICMPGE;
            case IF_ICMPLE -> IF_ICMPGT;
            default -> throw new IllegalStateException("no opposite: " + opcode);
        };
    }
}
