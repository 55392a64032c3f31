package org.ring0.core.cpu.isa.x87;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.ring0.core.cpu.fpu.FpuState;

/** The FSAVE image of 32-bit protected mode, without the pointers to the last instruction. */
public final class FpuImage {
    private static final int CONTROL = 0;
    private static final int STATUS = 4;
    private static final int TAGS = 8;
    private static final int REGISTERS = 28;
    private static final int REGISTER_SIZE = 10;
    private static final int FX_MXCSR = 24;
    private static final int FX_REGISTERS = 32;
    private static final int MXCSR_DEFAULT = 0x1f80;

    private FpuImage() {}

    public static void store(FpuState fpu, MemorySegment image) {
        store(fpu, image, 4);
    }

    /** With fields of 2 or 4 bytes. */
    static void store(FpuState fpu, MemorySegment image, int size) {
        image.fill((byte) 0);
        set16(image, 0, fpu.control);
        set16(image, size, fpu.statusWord());
        set16(image, 2L * size, fpu.tagWord());
        for (int i = 0; i < 8; i++) {
            long offset = 7 * size + i * REGISTER_SIZE;
            image.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, fpu.significand(i));
            set16(image, offset + 8, fpu.signExponent(i));
        }
    }

    static void load(FpuState fpu, MemorySegment image) {
        fpu.setControl(get16(image, CONTROL));
        fpu.setStatusWord(get16(image, STATUS));
        for (int i = 0; i < 8; i++) {
            long offset = REGISTERS + i * REGISTER_SIZE;
            fpu.set(i, image.get(ValueLayout.JAVA_LONG_UNALIGNED, offset), get16(image, offset + 8));
        }
        fpu.setTagWord(get16(image, TAGS));
    }

    /** Clears the pointers to the last instruction in an environment with fields of 2 or 4 bytes. */
    static void clearPointers(MemorySegment image, int size) {
        image.asSlice(3L * size, 4L * size).fill((byte) 0);
    }

    /** Stores the FXSAVE image, without the pointers to the last instruction and without SSE. */
    static void storeFx(FpuState fpu, MemorySegment image) {
        image.fill((byte) 0);
        set16(image, 0, fpu.control);
        set16(image, 2, fpu.statusWord());
        set16(image, 4, fpu.used);
        image.set(ValueLayout.JAVA_INT_UNALIGNED, FX_MXCSR, MXCSR_DEFAULT);
        for (int i = 0; i < 8; i++) {
            image.set(ValueLayout.JAVA_LONG_UNALIGNED, FX_REGISTERS + 16 * i, fpu.significand(i));
            set16(image, FX_REGISTERS + 16 * i + 8, fpu.signExponent(i));
        }
    }

    /** Clears what is not compared of an FXSAVE image: pointers, opcode, SSE. */
    static void clearUncomparedFx(MemorySegment image) {
        image.asSlice(6, FX_REGISTERS - 6).fill((byte) 0);
        image.asSlice(FX_REGISTERS + 8 * 16).fill((byte) 0);
    }

    /** The image in words, for people. */
    public static String describe(MemorySegment image) {
        int status = get16(image, STATUS);
        StringBuilder text = new StringBuilder();
        text.append("CW=%04x SW=%04x TOP=%d TW=%04x"
                .formatted(get16(image, CONTROL), status, status >> 11 & 7, get16(image, TAGS)));
        for (int i = 0; i < 8; i++) {
            long offset = REGISTERS + i * REGISTER_SIZE;
            text.append(" ST%d=%04x:%016x"
                    .formatted(i, get16(image, offset + 8), image.get(ValueLayout.JAVA_LONG_UNALIGNED, offset)));
        }
        return text.toString();
    }

    public static boolean equal(MemorySegment a, MemorySegment b, int controlMask, int statusMask) {
        return ((get16(a, CONTROL) ^ get16(b, CONTROL)) & controlMask) == 0
                && ((get16(a, STATUS) ^ get16(b, STATUS)) & statusMask) == 0
                && get16(a, TAGS) == get16(b, TAGS)
                && a.asSlice(REGISTERS).mismatch(b.asSlice(REGISTERS)) == -1;
    }

    /** Whether two images differ in bits of the status word outside of the mask, and by one unit in registers, at most. */
    static boolean isClose(MemorySegment a, MemorySegment b, int statusMask) {
        boolean close = get16(a, CONTROL) == get16(b, CONTROL)
                && ((get16(a, STATUS) ^ get16(b, STATUS)) & statusMask) == 0
                && get16(a, TAGS) == get16(b, TAGS);
        for (int i = 0; i < 8 && close; i++) {
            long offset = REGISTERS + i * REGISTER_SIZE;
            long distance =
                    a.get(ValueLayout.JAVA_LONG_UNALIGNED, offset) - b.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
            int steps = get16(a, offset + 8) - get16(b, offset + 8);
            boolean carried = Math.abs(steps) == 1 && Math.abs(distance) == Long.MAX_VALUE;
            close = steps == 0 && Math.abs(distance) <= 1 || carried;
        }
        return close;
    }

    static int get16(MemorySegment image, long offset) {
        return image.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset) & 0xffff;
    }

    static void set16(MemorySegment image, long offset, int value) {
        image.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
    }
}
