package org.ring0.core.cpu.isa.x87;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.state.CpuMode;

/**
 * An encoding with a ModRM byte that the decoder knows, without its operand's address.
 *
 * @param opcode bytes before ModRM
 * @param modRm the byte; only its reg field counts when the operand is memory
 */
record EscapeForm(byte[] opcode, int modRm, Instruction instruction) {
    private static final byte IMMEDIATE = 5;
    private static final CpuMode PROTECTED_32 = new CpuMode(0xe);

    /** Every defined form of the opcodes D8 to DF. */
    static List<EscapeForm> x87() {
        List<EscapeForm> forms = new ArrayList<>();
        for (int opcode = 0xd8; opcode <= 0xdf; opcode++) {
            addForms(forms, (byte) opcode);
        }
        return forms;
    }

    /** The 16-bit forms of FNSTENV, FLDENV, FNSAVE and FRSTOR. */
    static List<EscapeForm> environment16() {
        List<EscapeForm> forms = new ArrayList<>();
        for (int opcode : new int[] {0xd9, 0xdd}) {
            add(forms, new byte[] {0x66, (byte) opcode}, 4 << 3);
            add(forms, new byte[] {0x66, (byte) opcode}, 6 << 3);
        }
        return forms;
    }

    /** Every form of FXSAVE and FXRSTOR. */
    static List<EscapeForm> fxState() {
        List<EscapeForm> forms = new ArrayList<>();
        addForms(forms, (byte) 0x0f, (byte) 0xae);
        forms.removeIf(form -> form.mnemonic() != Mnemonic.FXSAVE && form.mnemonic() != Mnemonic.FXRSTOR);
        return forms;
    }

    /**
     * Every form of every MMX instruction, those of SSE among them, but EMMS, which has no ModRM byte, and MASKMOVQ, which
     * stores to another place; shift counts are 5.
     */
    static List<EscapeForm> mmx() {
        List<EscapeForm> forms = new ArrayList<>();
        for (int opcode = 0x60; opcode <= 0xfe; opcode++) {
            boolean mmx = opcode < 0x80 && opcode != 0x77 || opcode > 0xd0 && opcode != 0xf7;
            if (mmx) {
                addForms(forms, (byte) 0x0f, (byte) opcode);
            }
        }
        return forms;
    }

    private static void addForms(List<EscapeForm> forms, byte... opcode) {
        for (int modRm = 5; modRm < 0x40; modRm += 8) {
            add(forms, opcode, modRm);
        }
        for (int modRm = 0xc0; modRm <= 0xff; modRm++) {
            add(forms, opcode, modRm);
        }
    }

    private static void add(List<EscapeForm> forms, byte[] opcode, int modRm) {
        byte[] bytes = encode32(opcode, modRm, 0, 1);
        int[] at = {0};
        Instruction i = new Decoder().decode(() -> bytes[at[0]++] & 0xff, PROTECTED_32);
        if (i.mnemonic != Mnemonic.UD2) {
            forms.add(new EscapeForm(opcode, modRm, i));
        }
    }

    Mnemonic mnemonic() {
        return instruction.mnemonic;
    }

    boolean hasMemory() {
        return modRm < 0xc0;
    }

    /** The instruction for 32-bit code. */
    byte[] code32(int address) {
        return encode32(opcode, modRm, address, immediates());
    }

    /** Bytes behind the operand. */
    private int immediates() {
        return instruction.source == Operand.IMMEDIATE || instruction.third == Operand.IMMEDIATE ? 1 : 0;
    }

    private static byte[] encode32(byte[] opcode, int modRm, int address, int immediates) {
        byte[] last = new byte[immediates];
        Arrays.fill(last, IMMEDIATE);
        byte[] first = modRm >= 0xc0 ? join(opcode, modRm) : join(opcode, modRm & 0x38 | 5, bytes(address));
        return join(first, last);
    }

    /** The instruction for 64-bit code, whose absolute addresses need a SIB byte. */
    byte[] code64(long address) {
        if (!hasMemory()) {
            return code32(0);
        }
        byte[] operand = join(opcode, modRm & 0x38 | 4, join(new byte[] {0x25}, bytes((int) address)));
        return join(operand, constant());
    }

    private byte[] constant() {
        byte[] last = new byte[immediates()];
        Arrays.fill(last, IMMEDIATE);
        return last;
    }

    private static byte[] bytes(int address) {
        return new byte[] {(byte) address, (byte) (address >> 8), (byte) (address >> 16), (byte) (address >> 24)};
    }

    private static byte[] join(byte[] first, int middle, byte... last) {
        return join(join(first, new byte[] {(byte) middle}), last);
    }

    private static byte[] join(byte[] first, byte[] last) {
        byte[] all = new byte[first.length + last.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(last, 0, all, first.length, last.length);
        return all;
    }

    @Override
    public String toString() {
        return "%02x %02x %s%s".formatted(opcode[opcode.length - 1], modRm, mnemonic(), hasMemory() ? " memory" : "");
    }
}
