package org.ring0.core.cpu.isa.mmx;

import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.isa.x87.X87Gate;
import org.ring0.core.cpu.state.ControlBits;
import org.ring0.core.cpu.state.CpuException;

/**
 * The bodies of the MMX instructions. Their registers are the significands of the x87's, by physical number; each one but
 * EMMS sets TOP to 0 and all tags to valid, and one that is written gets an exponent of all ones (SDM Vol. 1, 9.5.1).
 */
public final class MmxBodies {
    private static final int MMX_EXPONENT = 0xffff;

    private MmxBodies() {}

    public static void register(Map<Mnemonic, SystemBody> bodies) {
        moves(bodies);
        arithmetic(bodies);
        shuffles(bodies);
        additions(bodies);
        words(bodies);
        ssse3(bodies);
    }

    private static void moves(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(EMMS, (cpu, i) -> {
            if (enter(cpu, i)) {
                cpu.state().fpu.used = 0;
            }
        });
        bodies.put(MOVD, MmxBodies::move);
        bodies.put(MOVQ, MmxBodies::moveQuadword);
    }

    private static void arithmetic(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PADDB, binary(PackedArithmetic::paddb));
        bodies.put(PADDW, binary(PackedArithmetic::paddw));
        bodies.put(PADDD, binary(PackedArithmetic::paddd));
        bodies.put(PADDSB, binary(PackedArithmetic::paddsb));
        bodies.put(PADDSW, binary(PackedArithmetic::paddsw));
        bodies.put(PADDUSB, binary(PackedArithmetic::paddusb));
        bodies.put(PADDUSW, binary(PackedArithmetic::paddusw));
        bodies.put(PSUBB, binary(PackedArithmetic::psubb));
        bodies.put(PSUBW, binary(PackedArithmetic::psubw));
        bodies.put(PSUBD, binary(PackedArithmetic::psubd));
        bodies.put(PSUBSB, binary(PackedArithmetic::psubsb));
        bodies.put(PSUBSW, binary(PackedArithmetic::psubsw));
        bodies.put(PSUBUSB, binary(PackedArithmetic::psubusb));
        bodies.put(PSUBUSW, binary(PackedArithmetic::psubusw));
        bodies.put(PMULLW, binary(PackedArithmetic::pmullw));
        bodies.put(PMULHW, binary(PackedArithmetic::pmulhw));
        bodies.put(PMADDWD, binary(PackedArithmetic::pmaddwd));
        bodies.put(PCMPEQB, binary(PackedArithmetic::pcmpeqb));
        bodies.put(PCMPEQW, binary(PackedArithmetic::pcmpeqw));
        bodies.put(PCMPEQD, binary(PackedArithmetic::pcmpeqd));
        bodies.put(PCMPGTB, binary(PackedArithmetic::pcmpgtb));
        bodies.put(PCMPGTW, binary(PackedArithmetic::pcmpgtw));
        bodies.put(PCMPGTD, binary(PackedArithmetic::pcmpgtd));
        bodies.put(PAND, binary(PackedArithmetic::pand));
        bodies.put(PANDN, binary(PackedArithmetic::pandn));
        bodies.put(POR, binary(PackedArithmetic::por));
        bodies.put(PXOR, binary(PackedArithmetic::pxor));
    }

    private static void shuffles(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PACKSSWB, binary(PackedMoves::packsswb));
        bodies.put(PACKSSDW, binary(PackedMoves::packssdw));
        bodies.put(PACKUSWB, binary(PackedMoves::packuswb));
        bodies.put(PUNPCKLBW, binary(PackedMoves::punpcklbw));
        bodies.put(PUNPCKLWD, binary(PackedMoves::punpcklwd));
        bodies.put(PUNPCKLDQ, binary(PackedMoves::punpckldq));
        bodies.put(PUNPCKHBW, binary(PackedMoves::punpckhbw));
        bodies.put(PUNPCKHWD, binary(PackedMoves::punpckhwd));
        bodies.put(PUNPCKHDQ, binary(PackedMoves::punpckhdq));
        bodies.put(PSLLW, binary(PackedMoves::psllw));
        bodies.put(PSLLD, binary(PackedMoves::pslld));
        bodies.put(PSLLQ, binary(PackedMoves::psllq));
        bodies.put(PSRLW, binary(PackedMoves::psrlw));
        bodies.put(PSRLD, binary(PackedMoves::psrld));
        bodies.put(PSRLQ, binary(PackedMoves::psrlq));
        bodies.put(PSRAW, binary(PackedMoves::psraw));
        bodies.put(PSRAD, binary(PackedMoves::psrad));
    }

    /** What came with SSE and SSE2. */
    private static void additions(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PADDQ, binary(PackedWords::paddq));
        bodies.put(PSUBQ, binary(PackedWords::psubq));
        bodies.put(PMULUDQ, binary(PackedWords::pmuludq));
        bodies.put(PMULHUW, binary(PackedWords::pmulhuw));
        bodies.put(PAVGB, binary(PackedWords::pavgb));
        bodies.put(PAVGW, binary(PackedWords::pavgw));
        bodies.put(PMINUB, binary(PackedWords::pminub));
        bodies.put(PMAXUB, binary(PackedWords::pmaxub));
        bodies.put(PMINSW, binary(PackedWords::pminsw));
        bodies.put(PMAXSW, binary(PackedWords::pmaxsw));
        bodies.put(PSADBW, binary(PackedWords::psadbw));
    }

    private static void words(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(
                PSHUFW, entered((cpu, i) -> write(cpu, i, PackedWords.pshufw(readSource(cpu, i), (int) i.immediate))));
        bodies.put(PINSRW, entered((cpu, i) -> {
            long dest = cpu.state().fpu.significand[i.destinationRegister & 7];
            write(cpu, i, PackedWords.insert(dest, readSource(cpu, i), (int) i.immediate & 3));
        }));
        bodies.put(PEXTRW, entered((cpu, i) -> {
            cpu.state().gpr[i.destinationRegister] = PackedWords.extract(readSource(cpu, i), (int) i.immediate & 3);
            switchToMmx(cpu);
        }));
        bodies.put(PMOVMSKB, entered((cpu, i) -> {
            cpu.state().gpr[i.destinationRegister] = PackedWords.pmovmskb(readSource(cpu, i));
            switchToMmx(cpu);
        }));
        bodies.put(MOVNTQ, entered(MmxBodies::store));
    }

    private static void ssse3(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(PHADDW, binary(PackedSsse3::phaddw));
        bodies.put(PHADDD, binary(PackedSsse3::phaddd));
        bodies.put(PHADDSW, binary(PackedSsse3::phaddsw));
        bodies.put(PHSUBW, binary(PackedSsse3::phsubw));
        bodies.put(PHSUBD, binary(PackedSsse3::phsubd));
        bodies.put(PHSUBSW, binary(PackedSsse3::phsubsw));
        bodies.put(PMADDUBSW, binary(PackedSsse3::pmaddubsw));
        bodies.put(PMULHRSW, binary(PackedSsse3::pmulhrsw));
        bodies.put(PSIGNB, binary(PackedSsse3::psignb));
        bodies.put(PSIGNW, binary(PackedSsse3::psignw));
        bodies.put(PSIGND, binary(PackedSsse3::psignd));
        bodies.put(PABSB, binary(PackedSsse3::pabsb));
        bodies.put(PABSW, binary(PackedSsse3::pabsw));
        bodies.put(PABSD, binary(PackedSsse3::pabsd));
        bodies.put(PSHUFB, binary(PackedSsse3::pshufb));
        bodies.put(PALIGNR, entered((cpu, i) -> {
            long dest = cpu.state().fpu.significand[i.destinationRegister & 7];
            write(cpu, i, PackedSsse3.align(readSource(cpu, i), dest, (int) i.immediate));
        }));
    }

    private static SystemBody entered(SystemBody body) {
        return (cpu, i) -> {
            if (enter(cpu, i)) {
                body.execute(cpu, i);
            }
        };
    }

    private static void store(Cpu cpu, Instruction i) {
        Operands.write(cpu, i, Long.BYTES, cpu.state().fpu.significand[i.sourceRegister & 7]);
        switchToMmx(cpu);
    }

    private static SystemBody binary(Alu.Binary body) {
        return (cpu, i) -> {
            if (enter(cpu, i)) {
                FpuState fpu = cpu.state().fpu;
                long source = readSource(cpu, i);
                int register = i.destinationRegister & 7;
                write(fpu, register, body.apply(fpu.significand[register], source));
            }
        };
    }

    /** MOVD; with REX.W it moves 64 bits. */
    private static void move(Cpu cpu, Instruction i) {
        if (!enter(cpu, i)) {
            return;
        }
        FpuState fpu = cpu.state().fpu;
        if (i.destination == Operand.SPECIAL) {
            write(fpu, i.destinationRegister & 7, readSource(cpu, i));
        } else {
            Operands.writeDestination(cpu, i, fpu.significand[i.sourceRegister & 7]);
            switchToMmx(fpu);
        }
    }

    private static void moveQuadword(Cpu cpu, Instruction i) {
        if (!enter(cpu, i)) {
            return;
        }
        FpuState fpu = cpu.state().fpu;
        if (i.destination == Operand.SPECIAL) {
            write(fpu, i.destinationRegister & 7, readSource(cpu, i));
        } else {
            Operands.write(cpu, i, Long.BYTES, fpu.significand[i.sourceRegister & 7]);
            switchToMmx(fpu);
        }
    }

    /** An MMX register, or what else the source is. */
    public static long readSource(Cpu cpu, Instruction i) {
        return i.source == Operand.SPECIAL
                ? cpu.state().fpu.significand[i.sourceRegister & 7]
                : Operands.readSource(cpu, i);
    }

    /** Writes the destination, an MMX register. */
    public static void write(Cpu cpu, Instruction i, long value) {
        write(cpu.state().fpu, i.destinationRegister & 7, value);
    }

    private static void write(FpuState fpu, int register, long value) {
        fpu.significand[register] = value;
        fpu.signExponent[register] = MMX_EXPONENT;
        switchToMmx(fpu);
    }

    /** Does to the FPU what every instruction of MMX does. */
    public static void switchToMmx(Cpu cpu) {
        switchToMmx(cpu.state().fpu);
    }

    private static void switchToMmx(FpuState fpu) {
        fpu.top = 0;
        fpu.used = 0xff;
    }

    /** #UD under emulation, then what every x87 instruction checks; false: the instruction must wait. */
    public static boolean enter(Cpu cpu, Instruction i) {
        if ((cpu.state().cr0 & ControlBits.CR0_EM) != 0) {
            throw CpuException.ud();
        }
        return X87Gate.mayGoOn(cpu, i);
    }
}
