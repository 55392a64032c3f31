package org.ring0.core.cpu.translator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.TraceMethodVisitor;

/**
 * The methods of a region's class as text, without the initialisers that all regions have alike and without frames. A line is
 * what leaves the operand stack empty, mostly: it ends with a store, a jump or a return.
 */
final class BytecodeText extends ClassVisitor {
    private static final Pattern LABEL = Pattern.compile("\\bL\\d+\\b");
    private static final Pattern ENDS_LINE =
            Pattern.compile("(.*STORE|PUTFIELD|PUTSTATIC|IF.*|GOTO|IINC|.*RETURN|POP2?|ATHROW|INVOKE.*\\)V)( .*)?");

    private final StringBuilder text = new StringBuilder();
    private final IntFunction<String> comments;
    private int bytes;

    private BytecodeText(ClassWriter sizes, IntFunction<String> comments) {
        super(Opcodes.ASM9, sizes);
        this.comments = comments;
    }

    /**
     * @param classFile a region's class
     * @param comments what is written where the code of the instruction at an offset in the page begins, if that is marked
     */
    static BytecodeText of(byte[] classFile, IntFunction<String> comments) {
        BytecodeText text = new BytecodeText(new ClassWriter(0), comments);
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
        InstructionText instructions = new InstructionText(comments);
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
                text.append(name).append(InstructionText.shortened(descriptor)).append('\n');
                withUsedLabels(lines(instructions.getText()))
                        .forEach(line -> text.append(line).append('\n'));
            }
        };
        return new TraceMethodVisitor(sizes, instructions);
    }

    /** Puts together what belongs together. */
    private static List<String> lines(List<Object> instructions) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (Object instruction : instructions) {
            String one = instruction.toString();
            boolean own = !one.startsWith("    ") || one.indexOf('\n') < one.length() - 1;
            if (own && !line.isEmpty()) {
                lines.add("    " + line);
                line.setLength(0);
            }
            if (own) {
                lines.add(one.stripTrailing());
                continue;
            }
            line.append(line.isEmpty() ? "" : "  ").append(one.strip());
            if (ENDS_LINE.matcher(one.strip()).matches()) {
                lines.add("    " + line);
                line.setLength(0);
            }
        }
        return lines;
    }

    /** Without labels that nothing jumps to, the others numbered in their order. */
    private static List<String> withUsedLabels(List<String> lines) {
        Set<String> used = new HashSet<>();
        for (String line : lines) {
            if (!isLabel(line)) {
                LABEL.matcher(line).results().map(MatchResult::group).forEach(used::add);
            }
        }
        List<String> kept = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (String line : lines) {
            if (!isLabel(line) || used.contains(line.strip())) {
                kept.add(line);
            }
            if (isLabel(line) && used.contains(line.strip())) {
                names.put(line.strip(), "L" + names.size());
            }
        }
        kept.replaceAll(line -> line.startsWith(InstructionText.COMMENT)
                ? line
                : LABEL.matcher(line).replaceAll(match -> Matcher.quoteReplacement(names.get(match.group()))));
        return kept;
    }

    private static boolean isLabel(String line) {
        return LABEL.matcher(line.strip()).matches();
    }
}
