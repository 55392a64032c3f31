package org.ring0.core.cpu.fpu;

import static org.ring0.core.cpu.fpu.FloatExceptions.IE;
import static org.ring0.core.cpu.fpu.FpuBits.B;
import static org.ring0.core.cpu.fpu.FpuBits.C1;
import static org.ring0.core.cpu.fpu.FpuBits.ES;
import static org.ring0.core.cpu.fpu.FpuBits.SF;
import static org.ring0.core.cpu.fpu.FpuBits.TOP_SHIFT;

import java.util.Arrays;

/**
 * The registers of the x87 FPU (SDM Vol. 1, 8.1): the stack of eight, control, status, tags and the pointers to the last
 * instruction. MMX works on the same registers, addressed by number instead of through TOP.
 *
 * <p>Of the tags only empty or not is kept; the rest follows from the contents, as on the P6.
 */
public final class FpuState {
    private static final int IE_DE_ZE = IE | FloatExceptions.DE | FloatExceptions.ZE;

    /** By physical number; {@link #physical} maps ST(i). */
    public final long[] significand = new long[8];

    public final int[] signExponent = new int[8];
    public int control;
    /** The status word but for TOP. */
    public int status;

    public int top;
    /** One bit for each physical register that is not empty: FXSAVE's tag byte. */
    public int used;

    public long instructionOffset;
    public int instructionSelector;
    public long dataOffset;
    public int dataSelector;
    /** The 11 bits of the last opcode: bits 0 to 2 of its first byte, then the second byte. */
    public int opcode;

    /** Where operations leave their results. */
    public final FloatUnit unit = new FloatUnit();
    /** What a store gives to memory. */
    public long stored;
    /** Its upper word, if it has ten bytes. */
    public int storedUpper;

    public FpuState() {
        reset();
    }

    /** The state after RESET; INIT leaves the FPU alone. */
    public void reset() {
        Arrays.fill(significand, 0);
        Arrays.fill(signExponent, 0);
        initialize();
        control = FpuBits.CONTROL_RESET;
        used = 0xff;
    }

    /** FNINIT: every register is empty, its contents stay. */
    public void initialize() {
        control = FpuBits.CONTROL_INIT;
        status = 0;
        top = 0;
        used = 0;
        instructionOffset = 0;
        instructionSelector = 0;
        dataOffset = 0;
        dataSelector = 0;
        opcode = 0;
    }

    /** The physical number of ST(i). */
    public int physical(int i) {
        return top + i & 7;
    }

    public boolean isEmpty(int i) {
        return (used >> (top + i & 7) & 1) == 0;
    }

    public long significand(int i) {
        return significand[top + i & 7];
    }

    public int signExponent(int i) {
        return signExponent[top + i & 7];
    }

    /** Writes ST(i), which is no longer empty. */
    public void set(int i, long newSignificand, int newSignExponent) {
        int register = top + i & 7;
        significand[register] = newSignificand;
        signExponent[register] = newSignExponent;
        used |= 1 << register;
    }

    /** Writes the unit's result into ST(i). */
    public void setResult(int i) {
        set(i, unit.significand, unit.signExponent);
    }

    public void setIndefinite(int i) {
        set(i, Float80.INDEFINITE_SIGNIFICAND, Float80.INDEFINITE_SIGN_EXPONENT);
    }

    /** Pushes a value; the caller has seen that ST(7) is empty, or answers an overflow. */
    public void push(long newSignificand, int newSignExponent) {
        top = top - 1 & 7;
        set(0, newSignificand, newSignExponent);
    }

    public void pop() {
        used &= ~(1 << top);
        top = top + 1 & 7;
    }

    /** The status word with TOP. */
    public int statusWord() {
        return status | top << TOP_SHIFT;
    }

    /** Loads the status word; ES and B follow from the exceptions and their masks. */
    public void setStatusWord(int word) {
        top = word >> TOP_SHIFT & 7;
        status = word & ~(7 << TOP_SHIFT) & 0xffff;
        summarize();
    }

    /** Loads the control word: an exception that is pending in the status word may become unmasked, or masked. */
    public void setControl(int word) {
        control = word & 0x1f3f | 0x40;
        summarize();
    }

    private void summarize() {
        if ((status & ~control & FloatExceptions.ALL) != 0) {
            status |= ES | B;
        } else {
            status &= ~(ES | B);
        }
    }

    /** The full tag word, two bits a physical register. */
    public int tagWord() {
        int word = 0;
        for (int i = 0; i < 8; i++) {
            int tag = (used >> i & 1) == 0 ? 3 : Float80.tag(significand[i], signExponent[i]);
            word |= tag << 2 * i;
        }
        return word;
    }

    /** Loads the full tag word: only empty or not matters. */
    public void setTagWord(int word) {
        used = 0;
        for (int i = 0; i < 8; i++) {
            if ((word >> 2 * i & 3) != 3) {
                used |= 1 << i;
            }
        }
    }

    /** FNCLEX. */
    public void clearExceptions() {
        status &= ~(FloatExceptions.ALL | SF | ES | B);
    }

    /** Whether an unmasked exception waits to be reported. */
    public boolean isExceptionPending() {
        return (status & ES) != 0;
    }

    /** Starts an operation that obeys precision control. */
    public FloatUnit begin() {
        unit.begin(control);
        return unit;
    }

    /** Starts an operation that works at 64 bits. */
    public FloatUnit beginExtended() {
        unit.beginExtended(control);
        return unit;
    }

    /**
     * Takes over the exceptions of the operation in the unit and sets C1.
     *
     * @return whether its result is to be written: no exception prevented it
     */
    public boolean commit() {
        return commit(unit.exceptions & IE_DE_ZE);
    }

    /** As {@link #commit()} where the result goes to memory: an unmasked overflow or underflow prevents that too. */
    public boolean commitStore() {
        return commit(unit.exceptions & (IE | FloatExceptions.OE | FloatExceptions.UE));
    }

    /** As {@link #commit()} for a load: a denormal is loaded even if that exception is unmasked. */
    public boolean commitLoad() {
        return commit(unit.exceptions & IE);
    }

    private boolean commit(int preventing) {
        int exceptions = unit.exceptions;
        if ((exceptions & ~control) == 0) {
            status = status & ~C1 | exceptions | (unit.roundedUp ? C1 : 0);
            return true;
        }
        if ((preventing & ~control) != 0) {
            status = status & ~C1 | preventing | ES | B;
            return false;
        }
        status = status & ~C1 | exceptions | (unit.roundedUp ? C1 : 0) | ES | B;
        return true;
    }

    /**
     * Reports an empty source register.
     *
     * @return whether the exception is masked, so that the instruction goes on with the indefinite
     */
    public boolean underflowStack() {
        status &= ~C1;
        return faultStack();
    }

    /** Reports a push onto a register that is not empty; the result is as of {@link #underflowStack()}. */
    public boolean overflowStack() {
        status |= C1;
        return faultStack();
    }

    private boolean faultStack() {
        status |= IE | SF;
        if ((control & IE) != 0) {
            return true;
        }
        status |= ES | B;
        return false;
    }

    /** Everything that a snapshot keeps. */
    public SavedFpu save() {
        return new SavedFpu(
                significand.clone(),
                signExponent.clone(),
                control,
                status,
                top,
                used,
                instructionOffset,
                instructionSelector,
                dataOffset,
                dataSelector,
                opcode);
    }

    public void restore(SavedFpu saved) {
        System.arraycopy(saved.significand(), 0, significand, 0, 8);
        System.arraycopy(saved.signExponent(), 0, signExponent, 0, 8);
        control = saved.control();
        status = saved.status();
        top = saved.top();
        used = saved.used();
        instructionOffset = saved.instructionOffset();
        instructionSelector = saved.instructionSelector();
        dataOffset = saved.dataOffset();
        dataSelector = saved.dataSelector();
        opcode = saved.opcode();
    }
}
