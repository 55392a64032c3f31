package org.ring0.core.cpu.isa.body;

import java.util.EnumMap;
import java.util.Map;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.mmx.MmxBodies;
import org.ring0.core.cpu.isa.sse.SseBodies;
import org.ring0.core.cpu.isa.system.SystemInstructions;
import org.ring0.core.cpu.isa.x87.X87Bodies;
import org.ring0.core.cpu.state.UnimplementedException;

/** Finds the body of a SYSTEM instruction. */
public final class SystemBodies {
    private static final Map<Mnemonic, SystemBody> BODIES = new EnumMap<>(Mnemonic.class);
    private static final Map<Mnemonic, SystemBody> XMM_BODIES = new EnumMap<>(Mnemonic.class);

    static {
        IntegerBodies.register(BODIES);
        SystemInstructions.register(BODIES);
        X87Bodies.register(BODIES);
        MmxBodies.register(BODIES);
        SseBodies.register(BODIES);
        SseBodies.registerXmm(XMM_BODIES);
    }

    private SystemBodies() {}

    /** The body; for an instruction that has none yet, one that ends the run and says so. */
    public static SystemBody of(Instruction i) {
        Mnemonic mnemonic = i.mnemonic;
        SystemBody body = (i.xmm ? XMM_BODIES : BODIES).get(mnemonic);
        return body != null
                ? body
                : (cpu, instruction) -> {
                    throw new UnimplementedException("instruction %s, opcode %X, ModRM %02X"
                            .formatted(mnemonic, instruction.opcode, instruction.modRm));
                };
    }
}
