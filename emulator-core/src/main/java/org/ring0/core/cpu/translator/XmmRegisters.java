package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.state.XmmState;

/**
 * The XMM registers of a region, in two longs each, with what its SSE instructions need besides: only those that it names, and
 * nothing in a region without any.
 */
final class XmmRegisters {
    private static final String XMM_OWNER = "org/ring0/core/cpu/state/XmmState";
    private static final String XMM_TYPE = "L" + XMM_OWNER + ";";

    /** Whether SSE may be used: neither #UD nor #NM. */
    static final int OPEN = Locals.COUNT;
    /** What Java's arithmetic may serve for, {@code Mxcsr.ease}. */
    static final int EASE = OPEN + 1;
    /** Scratch longs of one instruction: a source from memory, and results that are not sure yet. */
    static final int SOURCE_LOW = OPEN + 2;

    static final int SOURCE_HIGH = OPEN + 4;
    static final int RESULT_LOW = OPEN + 6;
    static final int RESULT_HIGH = OPEN + 8;
    private static final int FIRST = OPEN + 10;

    private final boolean any;
    private final boolean[] named = new boolean[XmmState.REGISTERS];
    private final boolean[] written = new boolean[XmmState.REGISTERS];

    /** Whether the lower half (or quarter, as a single) is known to be zero or a normal number, in the present block. */
    private final boolean[] ordinaryDouble = new boolean[XmmState.REGISTERS];

    private final boolean[] ordinarySingle = new boolean[XmmState.REGISTERS];
    /** Whether the present block has looked already whether SSE may be used. */
    boolean checked;

    /** Whether results may be rounded without more ado, if MXCSR is still what it was. */
    final boolean rounds;

    XmmRegisters(Collection<Instruction> instructions, boolean rounds) {
        this.rounds = rounds;
        List<Instruction> sse = instructions.stream().filter(SseEmitter::knows).toList();
        any = !sse.isEmpty();
        for (Instruction i : sse) {
            name(i.destination, i.destinationRegister);
            name(i.source, i.sourceRegister);
        }
    }

    private void name(Operand operand, int register) {
        if (operand == Operand.SPECIAL) {
            named[register] = true;
        }
    }

    static int low(int register) {
        return FIRST + 4 * register;
    }

    static int high(int register) {
        return FIRST + 4 * register + 2;
    }

    /** The locals' types in every frame, from {@link Locals#COUNT} on. */
    void addTypes(List<Object> frame) {
        if (!any) {
            return;
        }
        frame.addAll(List.of(INTEGER, INTEGER, LONG, LONG, LONG, LONG));
        int last = XmmState.REGISTERS - 1;
        while (last >= 0 && !named[last]) {
            last--;
        }
        for (int register = 0; register <= last; register++) {
            frame.addAll(named[register] ? List.of(LONG, LONG) : List.of(TOP, TOP, TOP, TOP));
        }
    }

    /** Sets every local. */
    void load(Code code) {
        if (!any) {
            return;
        }
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.call("org/ring0/core/cpu/isa/sse/SseGate", "isOpen", "(L" + Code.STATE_OWNER + ";)Z");
        code.mv.visitVarInsn(ISTORE, OPEN);
        state(code);
        code.mv.visitFieldInsn(GETFIELD, XMM_OWNER, "mxcsr", "I");
        code.call("org/ring0/core/cpu/fpu/Mxcsr", "ease", "(I)I");
        code.mv.visitVarInsn(ISTORE, EASE);
        for (int scratch = SOURCE_LOW; scratch < FIRST; scratch += 2) {
            code.op(LCONST_0);
            code.mv.visitVarInsn(LSTORE, scratch);
        }
        for (int register = 0; register < XmmState.REGISTERS; register++) {
            if (named[register]) {
                element(code, "low", register);
                code.op(LALOAD);
                code.mv.visitVarInsn(LSTORE, low(register));
                element(code, "high", register);
                code.op(LALOAD);
                code.mv.visitVarInsn(LSTORE, high(register));
            }
        }
    }

    /** Writes back what the region may have changed. */
    void store(Code code) {
        for (int register = 0; register < XmmState.REGISTERS; register++) {
            if (written[register]) {
                element(code, "low", register);
                code.mv.visitVarInsn(LLOAD, low(register));
                code.op(LASTORE);
                element(code, "high", register);
                code.mv.visitVarInsn(LLOAD, high(register));
                code.op(LASTORE);
            }
        }
    }

    /** Notes that an instruction changes the register. */
    void change(int register) {
        written[register] = true;
        ordinaryDouble[register] = false;
        ordinarySingle[register] = false;
    }

    /** Notes that the register holds a zero or a normal number now. */
    void setOrdinary(int register, boolean wide) {
        (wide ? ordinaryDouble : ordinarySingle)[register] = true;
    }

    boolean isOrdinary(int register, boolean wide) {
        return (wide ? ordinaryDouble : ordinarySingle)[register];
    }

    /** A block begins: anything may be in the registers. */
    void beginBlock() {
        checked = false;
        Arrays.fill(ordinaryDouble, false);
        Arrays.fill(ordinarySingle, false);
    }

    private static void state(Code code) {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "xmm", XMM_TYPE);
    }

    private static void element(Code code, String half, int register) {
        state(code);
        code.mv.visitFieldInsn(GETFIELD, XMM_OWNER, half, "[J");
        code.constant(register);
    }
}
