package org.ring0.core.cpu.translator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/**
 * The methods of a region's class as text, without the initialisers that all regions have alike and without frames. Locals
 * have the names of {@link Locals}, large constants are hexadecimal.
 */
final class BytecodeText extends ClassVisitor {
    private static final Map<Integer, String> LOCALS = locals();

    private final StringWriter text = new StringWriter();
    private int bytes;

    private BytecodeText(ClassWriter sizes) {
        super(Opcodes.ASM9, sizes);
    }

    /** @param classFile a region's class */
    static BytecodeText of(byte[] classFile) {
        BytecodeText text = new BytecodeText(new ClassWriter(0));
        new ClassReader(classFile).accept(text, ClassReader.SKIP_FRAMES);
        return text;
    }

    /** How much code there is, as HotSpot counts it. */
    int bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        if (name.startsWith("<")) {
            return null;
        }
        Lines lines = new Lines();
        MethodVisitor writer = super.visitMethod(access, name, descriptor, signature, exceptions);
        MethodVisitor sizes = new MethodVisitor(Opcodes.ASM9, writer) {
            @Override
            public void visitMaxs(int maxStack, int maxLocals) {
                Label end = new Label();
                super.visitLabel(end);
                super.visitMaxs(maxStack, maxLocals);
                bytes += end.getOffset();
            }

            @Override
            public void visitEnd() {
                text.append(name).append(descriptor).append('\n');
                PrintWriter out = new PrintWriter(text);
                lines.print(out);
                out.flush();
            }
        };
        return new TraceMethodVisitor(sizes, lines);
    }

    private static Map<Integer, String> locals() {
        Map<Integer, String> names = new TreeMap<>();
        for (Field field : Locals.class.getDeclaredFields()) {
            try {
                names.put(field.getInt(null), field.getName().toLowerCase(Locale.ROOT));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        String[] registers = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
        for (int r = 0; r < registers.length; r++) {
            names.put(Locals.GPR + r, registers[r]);
        }
        return names;
    }

    private static final class Lines extends Textifier {
        private static final int SMALL = 1 << 15;

        Lines() {
            super(Opcodes.ASM9);
        }

        private void line(int opcode, String operands) {
            text.add(tab2 + OPCODES[opcode] + " " + operands + "\n");
        }

        private static String name(int local) {
            return LOCALS.getOrDefault(local, String.valueOf(local));
        }

        @Override
        public void visitVarInsn(int opcode, int local) {
            line(opcode, name(local));
        }

        @Override
        public void visitIincInsn(int local, int increment) {
            line(Opcodes.IINC, name(local) + " " + increment);
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
    }
}
