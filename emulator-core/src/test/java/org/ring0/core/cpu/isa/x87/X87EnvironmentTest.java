package org.ring0.core.cpu.isa.x87;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.SmallMachine;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.body.SystemBodies;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.snapshot.StateWriter;

/** The layouts of SDM Vol. 1, figures 8-9 to 8-12. */
class X87EnvironmentTest {
    private static final CpuMode CODE_16 = new CpuMode(1);
    private static final int AT = 0x2000;
    private static final int[] FNSTENV = {0xd9, 0x36, 0x00, 0x20};
    private static final int[] FLDENV = {0xd9, 0x26, 0x00, 0x20};
    private static final int[] FNSAVE = {0xdd, 0x36, 0x00, 0x20};
    private static final int[] FRSTOR = {0xdd, 0x26, 0x00, 0x20};
    private static final int[] FXSAVE = {0x0f, 0xae, 0x06, 0x00, 0x20};
    private static final int[] FXRSTOR = {0x0f, 0xae, 0x0e, 0x00, 0x20};

    private final SmallMachine machine = new SmallMachine();
    private final FpuState fpu = machine.state.fpu;

    @BeforeEach
    void start() {
        machine.state.segment[3].load(0, 0, 0xffff, 0x93);
        fpu.initialize();
        fpu.setControl(0x27f);
        fpu.setStatusWord(0x3921);
        for (int i = 0; i < 8; i++) {
            fpu.set(i, 0x8000_0000_0000_0000L + i, 0x3fff + i);
        }
        fpu.used = 0x81;
        fpu.instructionOffset = 0x1234_5678L;
        fpu.instructionSelector = 0xabcd;
        fpu.dataOffset = 0x9abc_def0L;
        fpu.dataSelector = 0x4321;
        fpu.opcode = 0x5a5;
    }

    @AfterEach
    void close() {
        machine.close();
    }

    private void run(boolean wide, int... bytes) {
        IntStream prefix = wide ? IntStream.of(0x66) : IntStream.empty();
        var code = IntStream.concat(prefix, IntStream.of(bytes)).iterator();
        Instruction i = new Decoder().decode(code::next, CODE_16);
        SystemBodies.of(i).execute(machine.cpu, i);
    }

    private void enterProtectedMode() {
        machine.state.cr0 |= ControlBits.CR0_PE;
    }

    private void assertWords(int... expected) {
        int[] actual = new int[expected.length];
        for (int i = 0; i < actual.length; i++) {
            actual[i] = machine.word(AT + 2L * i);
        }
        assertArrayEquals(expected, actual);
    }

    @Test
    void protectedMode32HasSelectorsOffsetsAndOpcode() {
        enterProtectedMode();
        run(true, FNSTENV);
        assertWords(
                0x27f, 0xffff, 0x3921, 0xffff, 0x3ffc, 0xffff, 0x5678, 0x1234, 0xabcd, 0x5a5, 0xdef0, 0x9abc, 0x4321,
                0xffff);
    }

    @Test
    void protectedMode16HasSelectorsAndOffsets() {
        enterProtectedMode();
        run(false, FNSTENV);
        assertWords(0x27f, 0x3921, 0x3ffc, 0x5678, 0xabcd, 0xdef0, 0x4321);
    }

    @Test
    void realMode32HasLinearAddressesAndOpcode() {
        fpu.instructionSelector = 0x1000;
        fpu.instructionOffset = 0x5678;
        fpu.dataSelector = 0xf000;
        fpu.dataOffset = 0xfff0;
        run(true, FNSTENV);
        assertWords(
                0x27f, 0xffff, 0x3921, 0xffff, 0x3ffc, 0xffff, 0x5678, 0xffff, 0x15a5, 0, 0xfff0, 0xffff, 0xf000, 0);
    }

    @Test
    void realMode16HasLinearAddressesAndOpcode() {
        fpu.instructionSelector = 0x1000;
        fpu.instructionOffset = 0x5678;
        fpu.dataSelector = 0xf000;
        fpu.dataOffset = 0xfff0;
        run(false, FNSTENV);
        assertWords(0x27f, 0x3921, 0x3ffc, 0x5678, 0x15a5, 0xfff0, 0xf000);
    }

    @Test
    void storingTheEnvironmentMasksEverything() {
        fpu.setControl(0x340);
        run(false, FNSTENV);
        assertEquals(0x37f, fpu.control);
    }

    @Test
    void whatFldenvLoadsFnstenvStores() {
        for (boolean isProtected : new boolean[] {false, true}) {
            if (isProtected) {
                enterProtectedMode();
            }
            for (boolean wide : new boolean[] {false, true}) {
                run(wide, FNSTENV);
                int[] first = words(14);
                fpu.initialize();
                run(wide, FLDENV);
                run(wide, FNSTENV);
                assertArrayEquals(first, words(14));
            }
        }
    }

    private int[] words(int count) {
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = machine.word(AT + 2L * i);
        }
        return words;
    }

    @Test
    void savedStateComesBackInBothSizes() {
        enterProtectedMode();
        fpu.instructionOffset = 0x5678;
        fpu.dataOffset = 0xdef0;
        for (boolean wide : new boolean[] {true, false}) {
            byte[] before = StateWriter.encode(fpu.save());
            run(wide, FNSAVE);
            assertEquals(0, fpu.used);
            assertEquals(0x37f, fpu.control);
            run(wide, FRSTOR);
            fpu.opcode = 0x5a5;
            assertArrayEquals(before, StateWriter.encode(fpu.save()));
        }
    }

    @Test
    void fxsaveKeepsTheFpuAndFxrstorBringsItBack() {
        byte[] before = StateWriter.encode(fpu.save());
        run(false, FXSAVE);
        assertArrayEquals(before, StateWriter.encode(fpu.save()));
        assertWords(0x27f, 0x3921, 0x81, 0x5a5, 0x5678, 0x1234, 0xabcd, 0, 0xdef0, 0x9abc, 0x4321, 0);
        fpu.initialize();
        run(false, FXRSTOR);
        assertArrayEquals(before, StateWriter.encode(fpu.save()));
    }

    @Test
    void fxsaveWantsSixteenByteAlignment() {
        assertEquals("#GP(0)", SmallMachine.faultOf(() -> run(false, 0x0f, 0xae, 0x06, 0x08, 0x20)));
    }

    @Test
    void snapshotRestoresEveryRegister() {
        FpuState copy = new FpuState();
        copy.restore(fpu.save());
        assertArrayEquals(StateWriter.encode(fpu.save()), StateWriter.encode(copy.save()));
    }

    @Test
    void emmsEmptiesTheStackAndNothingElse() {
        run(false, 0x0f, 0x77);
        assertEquals(0, fpu.used);
        assertEquals(7, fpu.top);
        assertEquals(0x8000_0000_0000_0000L, fpu.significand(0));
    }
}
