package org.ring0.core.cpu.translator;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.SortedMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Printer;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.region.RegionRequest;

/**
 * A translation for people to read. Texts are made when they are asked for.
 *
 * @param request what was asked for
 * @param instructions the guest's instructions by their offsets in the page
 * @param leaders offsets at which blocks begin
 * @param classFile the class that they have become
 */
public record RegionListing(
        RegionRequest request, SortedMap<Integer, Instruction> instructions, Set<Integer> leaders, byte[] classFile) {
    /** The bytecode of what runs, without the fields and initialisers that all regions have alike. */
    public String bytecode() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new ClassReader(classFile).accept(new Methods(out), 0);
        out.flush();
        return text.toString();
    }

    private static final class Methods extends ClassVisitor {
        private final PrintWriter out;

        Methods(PrintWriter out) {
            super(Opcodes.ASM9);
            this.out = out;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            if (name.startsWith("<")) {
                return null;
            }
            Printer printer = new Textifier(Opcodes.ASM9) {
                @Override
                public void visitMethodEnd() {
                    out.println(name + descriptor);
                    print(out);
                }
            };
            return new TraceMethodVisitor(printer);
        }
    }
}
