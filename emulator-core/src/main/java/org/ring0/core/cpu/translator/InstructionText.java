package org.ring0.core.cpu.translator;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Textifier;

/**
 * Bytecode instructions as ASM writes them, but shorter: locals have the names of {@link Locals}, large constants are
 * hexadecimal, classes come without their packages. Line numbers, which are offsets in the guest's page, are comments.
 */
final class InstructionText extends Textifier {
    /** What a line begins with that is not code. */
    static final String COMMENT = "  ; ";

    private static final Map<Integer, String> LOCALS = locals();
    private static final int SMALL = 1 << 15;

    private final IntFunction<String> comments;

    InstructionText(IntFunction<String> comments) {
        super(Opcodes.ASM9);
        this.comments = comments;
    }

    private static Map<Integer, String> locals() {
        Map<Integer, String> names = new HashMap<>();
        for (Field field : Locals.class.getDeclaredFields()) {
            try {
                names.put(field.getInt(null), field.getName().toLowerCase(Locale.ROOT));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        for (int name = Locals.A; name <= Locals.D; name++) {
            names.put(Locals.temporary(name, 8), names.get(name));
        }
        String[] registers = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
        for (int r = 0; r < registers.length; r++) {
            names.put(Locals.gpr(r), registers[r]);
        }
        for (int r = registers.length; r < 2 * registers.length; r++) {
            names.put(Locals.gpr(r), "r" + r);
        }
        return names;
    }

    /** A descriptor or a name without packages. */
    static String shortened(String names) {
        return names.replaceAll("[a-z0-9]+/", "");
    }

    private static String name(int opcode, int local) {
        boolean legacy = local >= Locals.GPR && local < Locals.gpr(8);
        String wide = opcode == Opcodes.LLOAD || opcode == Opcodes.LSTORE ? "r" : "e";
        return (legacy ? wide : "") + LOCALS.getOrDefault(local, String.valueOf(local));
    }

    private void line(int opcode, String operands) {
        text.add(tab2 + OPCODES[opcode] + " " + operands + "\n");
    }

    @Override
    public void visitVarInsn(int opcode, int local) {
        line(opcode, name(opcode, local));
    }

    @Override
    public void visitIincInsn(int local, int increment) {
        line(Opcodes.IINC, name(Opcodes.IINC, local) + " " + increment);
    }

    @Override
    public void visitLdcInsn(Object value) {
        if (value instanceof Integer number && (number >= SMALL || number < -SMALL)) {
            line(Opcodes.LDC, "0x" + Integer.toHexString(number));
        } else if (value instanceof Long number) {
            line(Opcodes.LDC, "0x" + Long.toHexString(number) + "L");
        } else {
            super.visitLdcInsn(value);
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        line(opcode, shortened(owner) + "." + name);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        line(opcode, shortened(owner) + "." + name + shortened(descriptor));
    }

    @Override
    public void visitLineNumber(int offset, Label start) {
        text.add(COMMENT + comments.apply(offset) + "\n");
    }
}
