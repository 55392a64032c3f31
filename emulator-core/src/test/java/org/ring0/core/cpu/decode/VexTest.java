package org.ring0.core.cpu.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.model.FeatureSet;
import org.ring0.core.cpu.state.CpuMode;

/** VEX prefixes by the rules of SDM Vol. 2A, 2.3. */
class VexTest {
    private static final CpuMode REAL = new CpuMode(1);
    private static final CpuMode VIRTUAL_8086 = new CpuMode(1 | 1 << 4 | 3 << 5);
    private static final CpuMode PROTECTED_16 = new CpuMode(1 | 1 << 3);
    private static final CpuMode PROTECTED_32 = new CpuMode(2 | 1 << 3);
    private static final CpuMode LONG = new CpuMode(3 | 1 << 3);
    /** ANDN ECX, EBX, EAX. */
    private static final String ANDN = "c4 e2 60 f2 c8";

    private static Instruction decode(String code, CpuMode mode, FeatureSet features) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(code);
        int[] at = {0};
        return new Decoder(() -> features).decode(() -> bytes[at[0]++] & 0xff, mode);
    }

    private static Mnemonic mnemonic(String code, CpuMode mode) {
        return decode(code, mode, FeatureSet.ALL).mnemonic;
    }

    @Test
    void registersAndWidthComeFromThePrefix() {
        Instruction i = decode("c4 42 a0 f2 c8", LONG, FeatureSet.ALL);
        assertEquals(Mnemonic.ANDN, i.mnemonic);
        assertEquals(8, i.operandSize);
        assertEquals(9, i.destinationRegister);
        assertEquals(11, i.sourceRegister);
        assertEquals(8, i.thirdRegister);
        assertEquals(5, i.length);
    }

    @Test
    void outside64BitModeThereAreEightRegistersOf32Bits() {
        for (CpuMode mode : new CpuMode[] {PROTECTED_16, PROTECTED_32}) {
            Instruction i = decode("c4 c2 a0 f2 c8", mode, FeatureSet.ALL);
            assertEquals(Mnemonic.ANDN, i.mnemonic);
            assertEquals(4, i.operandSize);
            assertEquals(1, i.destinationRegister);
            assertEquals(3, i.sourceRegister);
            assertEquals(0, i.thirdRegister);
        }
    }

    @Test
    void inRealAndVirtual8086ModeThereIsNone() {
        assertEquals(Mnemonic.UD2, mnemonic(ANDN, REAL));
        assertEquals(Mnemonic.UD2, mnemonic(ANDN, VIRTUAL_8086));
        assertEquals(Mnemonic.ANDN, mnemonic(ANDN, PROTECTED_32));
    }

    @Test
    void memoryFormsOutside64BitModeAreLesAndLds() {
        for (CpuMode mode : new CpuMode[] {REAL, VIRTUAL_8086, PROTECTED_32}) {
            assertEquals(Mnemonic.LES, mnemonic("c4 48 10", mode));
            assertEquals(3, decode("c4 48 10", mode, FeatureSet.ALL).length);
            assertEquals(Mnemonic.LDS, mnemonic("c5 08", mode));
        }
        // In 64-bit mode they are VEX: R and X extend registers
        Instruction i = decode("c4 02 60 f2 0c 08", LONG, FeatureSet.ALL);
        assertEquals(Mnemonic.ANDN, i.mnemonic);
        assertEquals(8, i.base);
        assertEquals(9, i.index);
        assertEquals(9, i.destinationRegister);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f0", "66", "f3", "f2", "48"})
    void nothingButSegmentsAndAddressSizeMayComeBefore(String prefix) {
        assertEquals(Mnemonic.UD2, mnemonic(prefix + " " + ANDN, LONG));
        assertEquals(Mnemonic.ANDN, mnemonic("67 64 " + ANDN, LONG));
    }

    @Test
    void reservedFieldsAreUndefined() {
        // L = 1, map 0, map 4, a register where RORX names none
        assertEquals(Mnemonic.UD2, mnemonic("c4 e2 64 f2 c8", LONG));
        assertEquals(Mnemonic.UD2, mnemonic("c4 e0 60 f2 c8", LONG));
        assertEquals(Mnemonic.UD2, mnemonic("c4 e4 60 f2 c8", LONG));
        assertEquals(Mnemonic.RORX, mnemonic("c4 e3 7b f0 c8 05", LONG));
        assertEquals(Mnemonic.UD2, mnemonic("c4 e3 73 f0 c8 05", LONG));
    }

    @Test
    void twoByteFormIsOfTheTwoByteMapWhereNoRowIsYet() {
        assertEquals(Mnemonic.UD2, mnemonic("c5 f8 ae d0", LONG));
        assertEquals(Mnemonic.UD2, mnemonic("c5 e0 f2 c8", PROTECTED_32));
    }

    @Test
    void withoutTheFeatureBitCountsAreBitScans() {
        FeatureSet older = FeatureSet.ALL.without(Feature.LZCNT, Feature.BMI1);
        assertEquals(Mnemonic.LZCNT, mnemonic("f3 0f bd c1", PROTECTED_32));
        assertEquals(Mnemonic.TZCNT, mnemonic("66 f3 0f bc c1", PROTECTED_32));
        assertEquals(Mnemonic.BSR, decode("f3 0f bd c1", PROTECTED_32, older).mnemonic);
        assertEquals(Mnemonic.BSF, decode("f3 0f bc c1", PROTECTED_32, older).mnemonic);
        assertEquals(Mnemonic.UD2, decode(ANDN, PROTECTED_32, older).mnemonic);
    }

    @Test
    void exchangeOf16BytesNeedsRexW() {
        assertEquals(Mnemonic.CMPXCHG8B, mnemonic("0f c7 09", LONG));
        assertEquals(Mnemonic.CMPXCHG16B, mnemonic("f0 48 0f c7 09", LONG));
        FeatureSet older = FeatureSet.ALL.without(Feature.CMPXCHG16B);
        assertEquals(Mnemonic.UD2, decode("48 0f c7 09", LONG, older).mnemonic);
    }
}
