package org.ring0.core.cpu.captured;

import com.google.gson.JsonObject;
import java.util.Set;

/** What a 386 or later does otherwise than the 80286 that was captured, each with its reason. */
final class Filter {
    private static final int PREFIX_LIMIT = 10;
    /** Bits 12 to 15 of the flags: always set or always clear in real mode, by generation. */
    private static final int DEFINED = 0x0fff;

    private static final int OVERFLOW = 0x800;
    private static final Set<String> SHIFTS_BY_MORE = Set.of("C0", "C1", "D2", "D3");

    private static final int GENERAL_PROTECTION = 13;
    /** POP, POPA, RET, LEAVE, RETF, IRET: instructions that read the stack without naming it. */
    private static final Set<Integer> STACK = Set.of(0x07, 0x17, 0x1f, 0x61, 0xc2, 0xc3, 0xc9, 0xca, 0xcb, 0xcf);

    private final String form;
    private final int mask;

    Filter(String form, JsonObject opcodes) {
        this.form = form;
        this.mask = DEFINED & documented(form, opcodes) & ~(SHIFTS_BY_MORE.contains(opcode()) ? OVERFLOW : 0);
    }

    private String opcode() {
        return form.contains(".") ? form.substring(0, form.indexOf('.')) : form;
    }

    private static int documented(String form, JsonObject opcodes) {
        String[] parts = form.split("\\.");
        JsonObject entry = opcodes.getAsJsonObject(parts[0]);
        if (entry == null) {
            return DEFINED;
        }
        if (entry.has("reg") && parts.length > 1) {
            entry = entry.getAsJsonObject("reg").getAsJsonObject(parts[1]);
        }
        return entry.has("flags-mask") ? entry.get("flags-mask").getAsInt() : DEFINED;
    }

    /** The flags that are defined after the instruction. */
    int flagsMask() {
        return mask;
    }

    boolean takes(MooFile.Test test) {
        int length = 0;
        boolean lock = false;
        byte[] bytes = test.bytes();
        while (length < bytes.length && isPrefix(bytes[length] & 0xff)) {
            lock |= (bytes[length] & 0xff) == 0xf0;
            length++;
        }
        // LOCK is #UD on a 386 unless the instruction writes memory; a 286 takes it anywhere.
        if (lock) {
            return false;
        }
        // A 286 faults on more than 10 bytes, a 386 on more than 15.
        if (bytes.length > PREFIX_LIMIT) {
            return false;
        }
        return !isOtherOn386(bytes, length)
                && !(test.exception() == GENERAL_PROTECTION && isOtherFault(test, bytes, length));
    }

    /**
     * A limit violation through SS is vector 12 on a 386, 13 on a 286; a string instruction that faults has moved its
     * registers on a 286, and has not on a 386.
     */
    private static boolean isOtherFault(MooFile.Test test, byte[] bytes, int at) {
        int opcode = bytes[at] & 0xff;
        boolean string = opcode >= 0x6c && opcode <= 0x6f
                || opcode >= 0xa4 && opcode <= 0xa7
                || opcode >= 0xaa && opcode <= 0xaf;
        boolean overridden = test.name().matches(".*\\[[cde]s:.*");
        boolean throughStack = test.name().contains("[ss:") || test.name().contains("[bp") && !overridden;
        return string || throughStack || STACK.contains(opcode);
    }

    private static boolean isPrefix(int value) {
        return switch (value) {
            case 0x26, 0x2e, 0x36, 0x3e, 0xf0, 0xf2, 0xf3 -> true;
            default -> false;
        };
    }

    /**
     * FS and GS exist on a 386; SGDT and its kin store other bits; LOADALL and STOREALL are gone. The captured 286 had no
     * coprocessor, where a 386 or later here has one with unmasked exceptions. AAM 0 leaves other flags before its #DE.
     */
    private static boolean isOtherOn386(byte[] bytes, int at) {
        int opcode = bytes[at] & 0xff;
        if (opcode == 0x8c || opcode == 0x8e) {
            int reg = bytes[at + 1] >> 3 & 7;
            return reg == 4 || reg == 5;
        }
        // 64 to 67 are prefixes on a 386, F1 is INT1.
        boolean aamOfZero = opcode == 0xd4 && bytes[at + 1] == 0;
        return aamOfZero
                || opcode >= 0xd8 && opcode <= 0xdf
                || opcode == 0x0f
                || opcode >= 0x64 && opcode <= 0x67
                || opcode == 0xf1;
    }
}
