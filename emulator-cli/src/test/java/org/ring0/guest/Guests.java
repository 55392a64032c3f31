package org.ring0.guest;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.model.CpuModel;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;
import org.ring0.devices.board.PcConfig;

/** The PC that all guests here run on. */
final class Guests {
    /** The engine, {@code translator} or {@code interpreter}. */
    private static final String ENGINE = "ring0.guest.engine";
    /** Boot loaders wait by reading the clock: a slower PC spends fewer instructions on a second of it. */
    private static final long FREQUENCY = 100_000_000;

    private Guests() {}

    /** A PC without firmware or drives, with the engine that users get. */
    static PcConfig pc() {
        boolean interpreted = "interpreter".equals(System.getProperty(ENGINE));
        return PcConfig.of(new PcConfig.Processor(interpreted ? Interpreter::new : Guests::translator, CpuReset::reset))
                .withFrequency(FREQUENCY);
    }

    /** The same PC with another CPU. */
    static PcConfig withCpu(PcConfig pc, CpuModel model) {
        PcConfig.Processor usual = pc.processor();
        return pc.withProcessor(new PcConfig.Processor(
                cpu -> {
                    cpu.setModel(model);
                    return usual.engine().apply(cpu);
                },
                usual.reset()));
    }

    private static Engine translator(Cpu cpu) {
        return new Interpreter(cpu, new Translator(cpu, MemoryAccess.best()));
    }
}
