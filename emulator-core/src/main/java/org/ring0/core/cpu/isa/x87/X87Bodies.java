package org.ring0.core.cpu.isa.x87;

import static org.ring0.core.cpu.isa.Mnemonic.*;
import static org.ring0.core.cpu.isa.x87.X87Gate.notWaiting;
import static org.ring0.core.cpu.isa.x87.X87Gate.numeric;
import static org.ring0.core.cpu.isa.x87.X87Gate.waiting;

import java.util.Map;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.fpu.FpuBits;
import org.ring0.core.cpu.fpu.FpuState;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operands;
import org.ring0.core.cpu.isa.SystemBody;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Flags;

/** The bodies of the x87 instructions, and how their operands are fetched. */
public final class X87Bodies {
    private static final Mnemonic[] CONSTANTS = {FLD1, FLDL2T, FLDL2E, FLDPI, FLDLG2, FLDLN2, FLDZ};
    private static final Mnemonic[] MOVES_IF = {FCMOVB, FCMOVE, FCMOVBE, FCMOVU};
    private static final Mnemonic[] MOVES_IF_NOT = {FCMOVNB, FCMOVNE, FCMOVNBE, FCMOVNU};
    /** B, E, BE and P of the integer condition codes. */
    private static final int[] CONDITIONS = {2, 4, 6, 10};

    private static final SystemBody FNOP_BODY = numeric((cpu, fpu, i) -> {});
    private static final SystemBody FNENI_BODY = notWaiting((cpu, fpu, i) -> {});

    private X87Bodies() {}

    public static void register(Map<Mnemonic, SystemBody> bodies) {
        arithmetic(bodies);
        comparisons(bodies);
        transfers(bodies);
        functions(bodies);
        control(bodies);
    }

    private static int st(Instruction i) {
        return i.rm & 7;
    }

    private static long readInteger(Cpu cpu, Instruction i) {
        int unused = 64 - 8 * i.operandSize;
        return Operands.read(cpu, i, i.operandSize) << unused >> unused;
    }

    private static void arithmetic(Map<Mnemonic, SystemBody> bodies) {
        Mnemonic[] plain = {FADD, FMUL, null, null, FSUB, FSUBR, FDIV, FDIVR};
        Mnemonic[] popping = {FADDP, FMULP, null, null, FSUBP, FSUBRP, FDIVP, FDIVRP};
        Mnemonic[] integer = {FIADD, FIMUL, null, null, FISUB, FISUBR, FIDIV, FIDIVR};
        for (int op = 0; op < 8; op++) {
            if (plain[op] != null) {
                int operation = op;
                bodies.put(plain[op], numeric((cpu, fpu, i) -> withFloat(cpu, fpu, i, operation)));
                bodies.put(
                        popping[op], numeric((cpu, fpu, i) -> X87Arithmetic.registers(fpu, operation, st(i), 0, true)));
                bodies.put(
                        integer[op],
                        numeric((cpu, fpu, i) -> X87Arithmetic.withInteger(fpu, operation, readInteger(cpu, i))));
            }
        }
    }

    private static void withFloat(Cpu cpu, FpuState fpu, Instruction i, int operation) {
        if (!i.isMemory) {
            if (i.opcode == 0xd8) {
                X87Arithmetic.registers(fpu, operation, 0, st(i), false);
            } else {
                X87Arithmetic.registers(fpu, operation, st(i), 0, false);
            }
        } else if (i.operandSize == 4) {
            X87Arithmetic.withSingle(fpu, operation, (int) Operands.read(cpu, i, 4));
        } else {
            X87Arithmetic.withDouble(fpu, operation, Operands.read(cpu, i, 8));
        }
    }

    private static void comparisons(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(FCOM, numeric((cpu, fpu, i) -> compare(cpu, fpu, i, 0)));
        bodies.put(FCOMP, numeric((cpu, fpu, i) -> compare(cpu, fpu, i, 1)));
        bodies.put(FCOMPP, numeric((cpu, fpu, i) -> X87Compare.registers(fpu, 1, false, 2)));
        bodies.put(FUCOM, numeric((cpu, fpu, i) -> X87Compare.registers(fpu, st(i), true, 0)));
        bodies.put(FUCOMP, numeric((cpu, fpu, i) -> X87Compare.registers(fpu, st(i), true, 1)));
        bodies.put(FUCOMPP, numeric((cpu, fpu, i) -> X87Compare.registers(fpu, 1, true, 2)));
        bodies.put(FICOM, numeric((cpu, fpu, i) -> X87Compare.withInteger(fpu, readInteger(cpu, i), 0)));
        bodies.put(FICOMP, numeric((cpu, fpu, i) -> X87Compare.withInteger(fpu, readInteger(cpu, i), 1)));
        bodies.put(FCOMI, numeric((cpu, fpu, i) -> compareToFlags(cpu, fpu, i, false, false)));
        bodies.put(FCOMIP, numeric((cpu, fpu, i) -> compareToFlags(cpu, fpu, i, false, true)));
        bodies.put(FUCOMI, numeric((cpu, fpu, i) -> compareToFlags(cpu, fpu, i, true, false)));
        bodies.put(FUCOMIP, numeric((cpu, fpu, i) -> compareToFlags(cpu, fpu, i, true, true)));
        bodies.put(FTST, numeric((cpu, fpu, i) -> X87Compare.withZero(fpu)));
        bodies.put(FXAM, numeric((cpu, fpu, i) -> X87Compare.examine(fpu)));
    }

    private static void compare(Cpu cpu, FpuState fpu, Instruction i, int pops) {
        if (!i.isMemory) {
            X87Compare.registers(fpu, st(i), false, pops);
        } else if (i.operandSize == 4) {
            X87Compare.withSingle(fpu, (int) Operands.read(cpu, i, 4), pops);
        } else {
            X87Compare.withDouble(fpu, Operands.read(cpu, i, 8), pops);
        }
    }

    private static void compareToFlags(Cpu cpu, FpuState fpu, Instruction i, boolean quiet, boolean pop) {
        int codes = X87Compare.toFlags(fpu, st(i), quiet, pop);
        cpu.state()
                .setStatusFlags(((codes & FpuBits.C0) != 0 ? Eflags.CF : 0)
                        | ((codes & FpuBits.C2) != 0 ? Eflags.PF : 0)
                        | ((codes & FpuBits.C3) != 0 ? Eflags.ZF : 0));
    }

    private static void transfers(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(FLD, numeric(X87Memory::load));
        bodies.put(FILD, numeric((cpu, fpu, i) -> X87Transfer.loadInteger(fpu, readInteger(cpu, i))));
        bodies.put(FBLD, numeric(X87Memory::loadDecimal));
        bodies.put(FST, numeric((cpu, fpu, i) -> X87Memory.store(cpu, fpu, i, false)));
        bodies.put(FSTP, numeric((cpu, fpu, i) -> X87Memory.store(cpu, fpu, i, true)));
        bodies.put(FIST, numeric((cpu, fpu, i) -> X87Memory.storeInteger(cpu, fpu, i, false)));
        bodies.put(FISTP, numeric((cpu, fpu, i) -> X87Memory.storeInteger(cpu, fpu, i, true)));
        bodies.put(FBSTP, numeric(X87Memory::storeDecimal));
        bodies.put(FXCH, numeric((cpu, fpu, i) -> X87Transfer.exchange(fpu, st(i))));
        for (int i = 0; i < CONSTANTS.length; i++) {
            int constant = i;
            bodies.put(CONSTANTS[i], numeric((cpu, fpu, instruction) -> X87Transfer.loadConstant(fpu, constant)));
        }
        for (int i = 0; i < CONDITIONS.length; i++) {
            int condition = CONDITIONS[i];
            bodies.put(MOVES_IF[i], numeric((cpu, fpu, in) -> moveIf(cpu.state(), fpu, in, condition)));
            bodies.put(MOVES_IF_NOT[i], numeric((cpu, fpu, in) -> moveIf(cpu.state(), fpu, in, condition | 1)));
        }
    }

    private static void moveIf(CpuState state, FpuState fpu, Instruction i, int condition) {
        X87Transfer.conditionalMove(fpu, st(i), Flags.condition(condition, state));
    }

    private static void functions(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(FCHS, numeric((cpu, fpu, i) -> X87Unary.changeSign(fpu)));
        bodies.put(FABS, numeric((cpu, fpu, i) -> X87Unary.absolute(fpu)));
        bodies.put(FSQRT, numeric((cpu, fpu, i) -> X87Unary.squareRoot(fpu)));
        bodies.put(FRNDINT, numeric((cpu, fpu, i) -> X87Unary.roundToInteger(fpu)));
        bodies.put(FSCALE, numeric((cpu, fpu, i) -> X87Unary.scale(fpu)));
        bodies.put(FPREM, numeric((cpu, fpu, i) -> X87Unary.remainder(fpu, false)));
        bodies.put(FPREM1, numeric((cpu, fpu, i) -> X87Unary.remainder(fpu, true)));
        bodies.put(FXTRACT, numeric((cpu, fpu, i) -> X87Unary.extract(fpu)));
        bodies.put(FSIN, numeric((cpu, fpu, i) -> X87Transcendental.sine(fpu)));
        bodies.put(FCOS, numeric((cpu, fpu, i) -> X87Transcendental.cosine(fpu)));
        bodies.put(FSINCOS, numeric((cpu, fpu, i) -> X87Transcendental.sineAndCosine(fpu)));
        bodies.put(FPTAN, numeric((cpu, fpu, i) -> X87Transcendental.tangent(fpu)));
        bodies.put(FPATAN, numeric((cpu, fpu, i) -> X87Transcendental.arcTangent(fpu)));
        bodies.put(F2XM1, numeric((cpu, fpu, i) -> X87Transcendental.powerMinus1(fpu)));
        bodies.put(FYL2X, numeric((cpu, fpu, i) -> X87Transcendental.logarithm(fpu)));
        bodies.put(FYL2XP1, numeric((cpu, fpu, i) -> X87Transcendental.logarithmPlus1(fpu)));
    }

    private static void control(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(FINCSTP, numeric((cpu, fpu, i) -> turn(fpu, 1)));
        bodies.put(FDECSTP, numeric((cpu, fpu, i) -> turn(fpu, -1)));
        bodies.put(FFREE, numeric((cpu, fpu, i) -> free(fpu, st(i))));
        bodies.put(FFREEP, numeric((cpu, fpu, i) -> {
            free(fpu, st(i));
            fpu.pop();
        }));
        bodies.put(FNOP, X87Bodies::noOperation);
        bodies.put(FWAIT, X87Gate::fwait);
        bodies.put(FNINIT, notWaiting((cpu, fpu, i) -> fpu.initialize()));
        bodies.put(FNCLEX, notWaiting((cpu, fpu, i) -> fpu.clearExceptions()));
        bodies.put(FNSTCW, notWaiting((cpu, fpu, i) -> Operands.write(cpu, i, 2, fpu.control)));
        bodies.put(FLDCW, waiting((cpu, fpu, i) -> fpu.setControl((int) Operands.read(cpu, i, 2))));
        bodies.put(FNSTSW, notWaiting((cpu, fpu, i) -> Operands.writeDestination(cpu, i, fpu.statusWord())));
        bodies.put(FNSTENV, notWaiting(X87Environment::store));
        bodies.put(FLDENV, waiting(X87Environment::load));
        bodies.put(FNSAVE, notWaiting(X87Environment::save));
        bodies.put(FRSTOR, waiting(X87Environment::restore));
        ExtendedState.register(bodies);
        bodies.put(FXSAVE, notWaiting(FxState::save));
        bodies.put(FXRSTOR, notWaiting(FxState::restore));
    }

    /** D9 D0 reports pending exceptions; what is left of FNENI, FNDISI and FNSETPM (DB E0, E1, E4) does not. */
    private static void noOperation(Cpu cpu, Instruction i) {
        (i.opcode == 0xd9 ? FNOP_BODY : FNENI_BODY).execute(cpu, i);
    }

    private static void turn(FpuState fpu, int by) {
        fpu.status &= ~FpuBits.C1;
        fpu.top = fpu.top + by & 7;
    }

    private static void free(FpuState fpu, int i) {
        fpu.status &= ~FpuBits.C1;
        fpu.used &= ~(1 << fpu.physical(i));
    }
}
