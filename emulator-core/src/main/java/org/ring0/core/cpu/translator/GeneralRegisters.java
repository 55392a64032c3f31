package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.ring0.core.cpu.region.Effort;

/** Where a region keeps the general registers while it runs, as words. */
interface GeneralRegisters {
    /** What suits an effort. */
    static GeneralRegisters of(Effort effort) {
        return effort == Effort.QUICK ? new InState() : new InLocals();
    }

    /** Makes them ready at the region's start. */
    void enter(Code code);

    /** Pushes one: {@code size} bytes of it, with whatever lies above in an int; not less than 4. */
    void push(Code code, int number, int size);

    /** Pops a word into one. */
    void pop(Code code, int number);

    /** Writes back what must be where every exit comes together. */
    void leave(Code code);

    /** What one of the locals from {@link Locals#GPR} to before {@link Locals#FLAG_KIND} is in every frame. */
    Object type(int local, int word);

    private static void array(Code code) {
        code.mv.visitVarInsn(ALOAD, Locals.STATE);
        code.mv.visitFieldInsn(GETFIELD, Code.STATE_OWNER, "gpr", "[J");
    }

    /** In the locals that {@link Locals} has for them: C2 keeps them in the host's registers, but each exit must carry them all. */
    final class InLocals implements GeneralRegisters {
        /** Registers that some instruction writes: the others need not be written back. */
        private final boolean[] written = new boolean[16];

        @Override
        public void enter(Code code) {
            for (int r = 0; r < 2 * code.word; r++) {
                array(code);
                code.constant(r);
                code.op(LALOAD);
                code.fromLong(code.word);
                code.store(Locals.gpr(r));
            }
        }

        @Override
        public void push(Code code, int number, int size) {
            code.load(Locals.gpr(number));
            code.fromWord(size);
        }

        @Override
        public void pop(Code code, int number) {
            written[number] = true;
            code.store(Locals.gpr(number));
        }

        @Override
        public void leave(Code code) {
            for (int r = 0; r < 2 * code.word; r++) {
                if (written[r]) {
                    array(code);
                    code.constant(r);
                    code.load(Locals.gpr(r));
                    code.toLong(code.word);
                    code.op(LASTORE);
                }
            }
        }

        @Override
        public Object type(int local, int word) {
            return Locals.type(local, word);
        }
    }

    /** In the state's array, which one local holds: nothing to carry, to load or to write back. */
    final class InState implements GeneralRegisters {
        private static final String UNSAFE = MemoryEmitter.UNSAFE;
        private static final int ARRAY = Locals.GPR;
        private static final int VALUE = ARRAY + 1;

        @Override
        public void enter(Code code) {
            array(code);
            code.mv.visitVarInsn(ASTORE, ARRAY);
        }

        @Override
        public void push(Code code, int number, int size) {
            if (code.direct) {
                place(code, number);
                boolean wide = size == 8;
                code.mv.visitMethodInsn(
                        INVOKEVIRTUAL,
                        UNSAFE,
                        wide ? "getLong" : "getInt",
                        wide ? "(Ljava/lang/Object;J)J" : "(Ljava/lang/Object;J)I",
                        false);
                return;
            }
            code.mv.visitVarInsn(ALOAD, ARRAY);
            code.constant(number);
            code.op(LALOAD);
            code.fromLong(size);
        }

        /** Pushes what Unsafe wants to know: an index that it checks costs C1 a way out of its own. */
        private static void place(Code code, int number) {
            code.staticField(RegionClass.UNSAFE, "L" + UNSAFE + ";");
            code.mv.visitVarInsn(ALOAD, ARRAY);
            code.mv.visitLdcInsn(MemoryAccess.FIRST_LONG + Long.BYTES * number);
        }

        @Override
        public void pop(Code code, int number) {
            code.toLong(code.word);
            code.mv.visitVarInsn(LSTORE, VALUE);
            if (code.direct) {
                place(code, number);
                code.mv.visitVarInsn(LLOAD, VALUE);
                code.mv.visitMethodInsn(INVOKEVIRTUAL, UNSAFE, "putLong", "(Ljava/lang/Object;JJ)V", false);
                return;
            }
            code.mv.visitVarInsn(ALOAD, ARRAY);
            code.constant(number);
            code.mv.visitVarInsn(LLOAD, VALUE);
            code.op(LASTORE);
        }

        @Override
        public void leave(Code code) {}

        @Override
        public Object type(int local, int word) {
            return local == ARRAY ? "[J" : TOP;
        }
    }
}
