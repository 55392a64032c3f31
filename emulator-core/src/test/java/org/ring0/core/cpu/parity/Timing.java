package org.ring0.core.cpu.parity;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;

/** When translations are made and when they arrive: the guest must not be able to tell. */
public enum Timing {
    /** Every block at its first execution. */
    AT_ONCE,
    /** At the third one: the first two have been interpreted. */
    SOON,
    /** Late, out of order, or never. */
    ERRATIC,
    /** As that, and now and then all code is forgotten. */
    FLUSHED;

    private static final int FLUSH_ONE_IN = 60;

    /** An engine that translates. */
    public Engine engine(Cpu cpu, long seed) {
        return switch (this) {
            case AT_ONCE -> new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), 1));
            case SOON -> new Interpreter(cpu, Translator.immediate(cpu, MemoryAccess.best(), 3));
            case ERRATIC, FLUSHED -> erratic(cpu, seed);
        };
    }

    private Engine erratic(Cpu cpu, long seed) {
        int threshold = 1 + (int) Math.floorMod(seed, 4L);
        ErraticCompiler compiler = new ErraticCompiler(Translator.immediate(cpu, MemoryAccess.best(), threshold), seed);
        Interpreter engine = new Interpreter(cpu, compiler);
        if (this == FLUSHED) {
            compiler.flushing(engine::forgetCode, FLUSH_ONE_IN);
        }
        return engine;
    }
}
