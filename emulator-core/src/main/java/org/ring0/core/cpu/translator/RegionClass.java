package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import java.lang.invoke.VarHandle;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.RegionRequest;

/**
 * Writes the class of one region. What belongs to the machine (TLB arrays, memory) comes in as class data and sits in static
 * final fields, so that it is a constant to HotSpot.
 */
final class RegionClass {
    static final String READ_TAG = "READ_TAG";
    static final String WRITE_TAG = "WRITE_TAG";
    static final String ADDEND = "ADDEND";
    /** Quick regions have it in place of the three above. */
    static final String QUICK_MEMORY = "QUICK_MEMORY";
    /** The JDK's, with direct access; the fields that follow are without it. */
    static final String UNSAFE = "UNSAFE";

    static final String MEMORY = "MEMORY";
    /** Contains every bit that an address in MEMORY may have. */
    static final String ADDRESS_BITS = "ADDRESS_BITS";

    private static final String BYTE_ACCESS = "BYTE_ACCESS";
    private static final String WORD_ACCESS = "WORD_ACCESS";
    private static final String DWORD_ACCESS = "DWORD_ACCESS";
    private static final String QWORD_ACCESS = "QWORD_ACCESS";

    /** The field with the accessor of 1, 2, 4 or 8 bytes. */
    static String layout(int size) {
        return switch (size) {
            case 1 -> BYTE_ACCESS;
            case 2 -> WORD_ACCESS;
            case 4 -> DWORD_ACCESS;
            default -> QWORD_ACCESS;
        };
    }

    /** HotSpot compiles no method with more bytes of code than this (-XX:HugeMethodLimit, not settable in a product build). */
    private static final int HUGE_METHOD_LIMIT = 8000;

    /** The region must be cut. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(int bytes) {
            super(bytes + " bytes of code", null, false, false);
        }
    }

    /** What the classes are called, by effort: HotSpot can be told of them by these names. */
    static final String THOROUGH = "org/ring0/core/cpu/translator/TranslatedCode";

    private static final String QUICK = "org/ring0/core/cpu/translator/QuickCode";
    private static final String SUPER = "org/ring0/core/cpu/region/Region";
    private static final String RUN = "(L" + Code.STATE_OWNER + ";I)I";
    /** The local in which the entry's offset comes. */
    private static final int ENTRY = 2;

    private final String name;
    private final Scan scan;
    private final Code code;
    private final RegionBody body;
    private final FlagFlow flow;
    private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    private final MethodVisitor mv;

    private RegionClass(Scan scan, RegionRequest request, Effort effort, boolean direct, boolean marked) {
        this.scan = scan;
        name = effort == Effort.QUICK ? QUICK : THOROUGH;
        writer.visit(V21, ACC_FINAL | ACC_SUPER, name, null, SUPER, null);
        fields(effort, direct);
        constructor();
        mv = writer.visitMethod(ACC_PUBLIC, "run", RUN, null, null);
        code = new Code(mv, request.mode(), name, effort, scan.xmmRegisters());
        code.direct = direct;
        code.marked = marked;
        body = new RegionBody(scan, request.mode(), code);
        flow = effort == Effort.QUICK ? FlagFlow.NOTHING : new FlagFlow(scan, request.mode());
    }

    /**
     * The bytes of the class, or null if the region would be empty.
     *
     * @param effort how good it is to be
     * @param direct whether memory is reached as {@link MemoryAccess#DIRECT} has it
     * @param marked whether it is to tell which code belongs to which instruction, for those who read it
     */
    static byte[] write(Scan scan, RegionRequest request, Effort effort, boolean direct, boolean marked) {
        return scan.instructions.containsKey(request.entry())
                ? new RegionClass(scan, request, effort, direct, marked).bytes()
                : null;
    }

    private void fields(Effort effort, boolean direct) {
        MethodVisitor init = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        init.visitCode();
        init.visitMethodInsn(
                INVOKESTATIC,
                "java/lang/invoke/MethodHandles",
                "lookup",
                "()Ljava/lang/invoke/MethodHandles$Lookup;",
                false);
        init.visitLdcInsn("_");
        String birth = Type.getInternalName(Birth.class);
        String constants = Type.getInternalName(MachineConstants.class);
        init.visitLdcInsn(Type.getType(Birth.class));
        init.visitMethodInsn(
                INVOKESTATIC,
                "java/lang/invoke/MethodHandles",
                "classData",
                "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/Class;)Ljava/lang/Object;",
                false);
        init.visitTypeInsn(CHECKCAST, birth);
        init.visitVarInsn(ASTORE, 1);
        init.visitVarInsn(ALOAD, 1);
        init.visitFieldInsn(GETFIELD, birth, "constants", Type.getDescriptor(MachineConstants.class));
        init.visitVarInsn(ASTORE, 0);
        if (effort == Effort.QUICK) {
            copy(init, constants, "quick", QUICK_MEMORY, "L" + QuickMemory.NAME + ";");
        } else {
            copy(init, constants, "readTag", READ_TAG, "[J");
            copy(init, constants, "writeTag", WRITE_TAG, "[J");
            copy(init, constants, "addend", ADDEND, "[J");
        }
        if (direct) {
            String unsafe = MemoryEmitter.UNSAFE;
            init.visitMethodInsn(INVOKESTATIC, unsafe, "getUnsafe", "()L" + unsafe + ";", false);
            set(init, UNSAFE, "L" + unsafe + ";");
        } else {
            memory(init, constants);
        }
        init.visitVarInsn(ALOAD, 1);
        init.visitTypeInsn(NEW, name);
        init.visitInsn(DUP);
        init.visitMethodInsn(INVOKESPECIAL, name, "<init>", "()V", false);
        init.visitFieldInsn(PUTFIELD, birth, "region", "L" + SUPER + ";");
        init.visitInsn(RETURN);
        init.visitMaxs(0, 0);
        init.visitEnd();
    }

    private void memory(MethodVisitor init, String constants) {
        copy(init, constants, "memory", MEMORY, Code.SEGMENT_MEMORY);
        copy(init, constants, "addressBits", ADDRESS_BITS, "J");
        String varHandle = Type.getDescriptor(VarHandle.class);
        copy(init, constants, "byteAccess", BYTE_ACCESS, varHandle);
        copy(init, constants, "wordAccess", WORD_ACCESS, varHandle);
        copy(init, constants, "dwordAccess", DWORD_ACCESS, varHandle);
        copy(init, constants, "qwordAccess", QWORD_ACCESS, varHandle);
    }

    private void copy(MethodVisitor init, String constants, String accessor, String field, String descriptor) {
        init.visitVarInsn(ALOAD, 0);
        init.visitMethodInsn(INVOKEVIRTUAL, constants, accessor, "()" + descriptor, false);
        set(init, field, descriptor);
    }

    /** Makes a field, and pops its value. */
    private void set(MethodVisitor init, String field, String descriptor) {
        writer.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, field, descriptor, null, null);
        init.visitFieldInsn(PUTSTATIC, name, field, descriptor);
    }

    private void constructor() {
        MethodVisitor init = writer.visitMethod(0, "<init>", "()V", null, null);
        init.visitCode();
        init.visitVarInsn(ALOAD, 0);
        init.visitMethodInsn(INVOKESPECIAL, SUPER, "<init>", "()V", false);
        init.visitInsn(RETURN);
        init.visitMaxs(0, 0);
        init.visitEnd();
    }

    private byte[] bytes() {
        mv.visitCode();
        prologue();
        body.write(flow);
        epilogue();
        Label end = new Label();
        mv.visitLabel(end);
        mv.visitMaxs(0, 0);
        mv.visitEnd();
        writer.visitEnd();
        if (end.getOffset() > HUGE_METHOD_LIMIT) {
            throw new TooLargeException(end.getOffset());
        }
        return writer.toByteArray();
    }

    /** Sets every local, so that all frames are the same; the entry's offset goes to A. */
    private void prologue() {
        boolean isQuick = code.effort == Effort.QUICK;
        for (int local = isQuick ? Locals.FLAG_KIND : Locals.EXIT_RIP; local < Locals.COUNT; local++) {
            Object type = Locals.type(local, code.word);
            if (type != TOP && (local < Locals.REMAINING || local >= Locals.EXIT_RIP)) {
                mv.visitInsn(type == LONG ? LCONST_0 : ICONST_0);
                code.store(local);
            }
        }
        mv.visitVarInsn(ILOAD, ENTRY);
        code.store(Locals.A);
        code.registers.enter(code);
        code.xmm.load(code);
        if (!isQuick) {
            state("flagKind", "I", Locals.FLAG_KIND);
            state("flagResult", "J", Locals.FLAG_RESULT);
            state("flagDest", "J", Locals.FLAG_DEST);
            state("flagSource", "J", Locals.FLAG_SOURCE);
        }
        mv.visitVarInsn(ALOAD, Locals.STATE);
        mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "cycleLimit", "J");
        mv.visitVarInsn(ALOAD, Locals.STATE);
        mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "cycle", "J");
        mv.visitInsn(LSUB);
        mv.visitInsn(L2I);
        code.store(Locals.REMAINING);
        state("rip", "J", Locals.RIP_BASE);
        code.load(Locals.RIP_BASE);
        code.load(Locals.A);
        code.intToWord();
        code.op(ISUB, code.word);
        code.store(Locals.RIP_BASE);
    }

    private void state(String field, String descriptor, int local) {
        mv.visitVarInsn(ALOAD, Locals.STATE);
        mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, field, descriptor);
        if (descriptor.equals("J")) {
            code.fromLong(code.word);
        }
        code.store(local);
    }

    /** Writes everything back. */
    private void epilogue() {
        code.label(body.out());
        code.registers.leave(code);
        code.xmm.store(code);
        if (code.effort == Effort.THOROUGH) {
            mv.visitVarInsn(ALOAD, Locals.STATE);
            code.load(Locals.FLAG_KIND);
            mv.visitFieldInsn(PUTFIELD, Code.STATE_OWNER, "flagKind", "I");
            put("flagResult", Locals.FLAG_RESULT);
            put("flagDest", Locals.FLAG_DEST);
            put("flagSource", Locals.FLAG_SOURCE);
        }
        put("rip", Locals.EXIT_RIP);
        mv.visitVarInsn(ALOAD, Locals.STATE);
        mv.visitVarInsn(ALOAD, Locals.STATE);
        mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "cycleLimit", "J");
        code.load(Locals.REMAINING);
        mv.visitInsn(I2L);
        mv.visitInsn(LSUB);
        mv.visitFieldInsn(PUTFIELD, Code.STATE_OWNER, "cycle", "J");
        code.load(Locals.EXIT_KIND);
        mv.visitInsn(IRETURN);
    }

    private void put(String field, int local) {
        mv.visitVarInsn(ALOAD, Locals.STATE);
        code.load(local);
        code.toLong(code.word);
        mv.visitFieldInsn(PUTFIELD, Code.STATE_OWNER, field, "J");
    }
}
