package org.ring0.core.cpu.isa.x87;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.fpu.FpuBits;

/**
 * One instruction for the oracle.
 *
 * @param memory bytes of its memory operand, 0 if it has none: then the ModRM byte is the second byte
 * @param undefined bits of the status word in which hosts differ
 */
record X87Case(String name, int opcode, int modRm, int memory, int undefined, Body body) {
    /** What it does, on our side. */
    interface Body {
        void execute(X87Context context);
    }

    byte[] bytes(long address) {
        if (memory == 0) {
            return new byte[] {(byte) opcode, (byte) modRm};
        }
        return new byte[] {
            (byte) opcode,
            (byte) (modRm & 0x38 | 4),
            0x25,
            (byte) address,
            (byte) (address >> 8),
            (byte) (address >> 16),
            (byte) (address >> 24)
        };
    }

    static List<X87Case> all() {
        List<X87Case> cases = new ArrayList<>();
        arithmetic(cases);
        comparisons(cases);
        transfers(cases);
        unary(cases);
        return cases;
    }

    private static void register(List<X87Case> cases, String name, int opcode, int modRm, Body body) {
        cases.add(new X87Case(name, opcode, modRm, 0, 0, body));
    }

    /** Where the SDM says that C1 is cleared but AMD's CPUs leave it. */
    private static void ignoringC1(List<X87Case> cases, String name, int opcode, int modRm, Body body) {
        cases.add(new X87Case(name, opcode, modRm, 0, FpuBits.C1, body));
    }

    private static void memory(List<X87Case> cases, String name, int opcode, int reg, int size, Body body) {
        cases.add(new X87Case(name, opcode, reg << 3, size, 0, body));
    }

    private static void arithmetic(List<X87Case> cases) {
        String[] names = {"FADD", "FMUL", "", "", "FSUB", "FSUBR", "FDIV", "FDIVR"};
        for (int op : new int[] {0, 1, 4, 5, 6, 7}) {
            int swapped = op < 4 ? op : op ^ 1;
            for (int i : new int[] {0, 1, 6}) {
                String st = " ST" + i;
                register(
                        cases,
                        names[op] + " ST0," + st,
                        0xd8,
                        0xc0 | op << 3 | i,
                        c -> X87Arithmetic.registers(c.fpu, op, 0, i, false));
                register(
                        cases,
                        names[swapped] + st + ", ST0",
                        0xdc,
                        0xc0 | op << 3 | i,
                        c -> X87Arithmetic.registers(c.fpu, swapped, i, 0, false));
                register(
                        cases,
                        names[swapped] + "P" + st + ", ST0",
                        0xde,
                        0xc0 | op << 3 | i,
                        c -> X87Arithmetic.registers(c.fpu, swapped, i, 0, true));
            }
            memory(cases, names[op] + " m32", 0xd8, op, 4, c -> X87Arithmetic.withSingle(c.fpu, op, (int) c.read(4)));
            memory(cases, names[op] + " m64", 0xdc, op, 8, c -> X87Arithmetic.withDouble(c.fpu, op, c.read(8)));
            memory(cases, names[op] + " m32i", 0xda, op, 4, c -> X87Arithmetic.withInteger(c.fpu, op, c.read(4)));
            memory(cases, names[op] + " m16i", 0xde, op, 2, c -> X87Arithmetic.withInteger(c.fpu, op, c.read(2)));
        }
    }

    private static void comparisons(List<X87Case> cases) {
        for (int pop = 0; pop < 2; pop++) {
            int pops = pop;
            register(cases, "FCOM" + pop, 0xd8, 0xd1 | pop << 3, c -> X87Compare.registers(c.fpu, 1, false, pops));
            register(cases, "FUCOM" + pop, 0xdd, 0xe1 | pop << 3, c -> X87Compare.registers(c.fpu, 1, true, pops));
            memory(
                    cases,
                    "FCOM m32 " + pop,
                    0xd8,
                    2 + pop,
                    4,
                    c -> X87Compare.withSingle(c.fpu, (int) c.read(4), pops));
            memory(cases, "FCOM m64 " + pop, 0xdc, 2 + pop, 8, c -> X87Compare.withDouble(c.fpu, c.read(8), pops));
            memory(cases, "FICOM m32 " + pop, 0xda, 2 + pop, 4, c -> X87Compare.withInteger(c.fpu, c.read(4), pops));
            memory(cases, "FICOM m16 " + pop, 0xde, 2 + pop, 2, c -> X87Compare.withInteger(c.fpu, c.read(2), pops));
            int first = pop == 0 ? 0xdb : 0xdf;
            ignoringC1(
                    cases, "FCOMI" + pop, first, 0xf1, c -> c.setFlags(X87Compare.toFlags(c.fpu, 1, false, pops != 0)));
            ignoringC1(
                    cases, "FUCOMI" + pop, first, 0xe9, c -> c.setFlags(X87Compare.toFlags(c.fpu, 1, true, pops != 0)));
        }
        register(cases, "FCOMPP", 0xde, 0xd9, c -> X87Compare.registers(c.fpu, 1, false, 2));
        register(cases, "FUCOMPP", 0xda, 0xe9, c -> X87Compare.registers(c.fpu, 1, true, 2));
        register(cases, "FTST", 0xd9, 0xe4, c -> X87Compare.withZero(c.fpu));
        register(cases, "FXAM", 0xd9, 0xe5, c -> X87Compare.examine(c.fpu));
    }

    private static void transfers(List<X87Case> cases) {
        memory(cases, "FLD m32", 0xd9, 0, 4, c -> X87Transfer.loadSingle(c.fpu, (int) c.read(4)));
        memory(cases, "FLD m64", 0xdd, 0, 8, c -> X87Transfer.loadDouble(c.fpu, c.read(8)));
        memory(cases, "FLD m80", 0xdb, 5, 10, c -> X87Transfer.loadExtended(c.fpu, c.read(8), c.readUpper()));
        memory(cases, "FBLD", 0xdf, 4, 10, c -> X87Transfer.loadDecimal(c.fpu, c.read(8), c.readUpper()));
        memory(cases, "FILD m16", 0xdf, 0, 2, c -> X87Transfer.loadInteger(c.fpu, c.read(2)));
        memory(cases, "FILD m32", 0xdb, 0, 4, c -> X87Transfer.loadInteger(c.fpu, c.read(4)));
        memory(cases, "FILD m64", 0xdf, 5, 8, c -> X87Transfer.loadInteger(c.fpu, c.read(8)));
        memory(cases, "FST m32", 0xd9, 2, 4, c -> c.write(4, X87Transfer.storeSingle(c.fpu), false));
        memory(cases, "FSTP m32", 0xd9, 3, 4, c -> c.write(4, X87Transfer.storeSingle(c.fpu), true));
        memory(cases, "FST m64", 0xdd, 2, 8, c -> c.write(8, X87Transfer.storeDouble(c.fpu), false));
        memory(cases, "FSTP m64", 0xdd, 3, 8, c -> c.write(8, X87Transfer.storeDouble(c.fpu), true));
        memory(cases, "FSTP m80", 0xdb, 7, 10, c -> c.write(10, X87Transfer.storeExtended(c.fpu), true));
        memory(cases, "FBSTP", 0xdf, 6, 10, c -> c.write(10, X87Transfer.storeDecimal(c.fpu), true));
        memory(cases, "FIST m16", 0xdf, 2, 2, c -> c.write(2, X87Transfer.storeInteger(c.fpu, 2, false), false));
        memory(cases, "FISTP m16", 0xdf, 3, 2, c -> c.write(2, X87Transfer.storeInteger(c.fpu, 2, false), true));
        memory(cases, "FISTTP m16", 0xdf, 1, 2, c -> c.write(2, X87Transfer.storeInteger(c.fpu, 2, true), true));
        memory(cases, "FIST m32", 0xdb, 2, 4, c -> c.write(4, X87Transfer.storeInteger(c.fpu, 4, false), false));
        memory(cases, "FISTP m32", 0xdb, 3, 4, c -> c.write(4, X87Transfer.storeInteger(c.fpu, 4, false), true));
        memory(cases, "FISTTP m32", 0xdb, 1, 4, c -> c.write(4, X87Transfer.storeInteger(c.fpu, 4, true), true));
        memory(cases, "FISTP m64", 0xdf, 7, 8, c -> c.write(8, X87Transfer.storeInteger(c.fpu, 8, false), true));
        memory(cases, "FISTTP m64", 0xdd, 1, 8, c -> c.write(8, X87Transfer.storeInteger(c.fpu, 8, true), true));
        for (int i : new int[] {0, 1, 5, 7}) {
            register(cases, "FLD ST" + i, 0xd9, 0xc0 | i, c -> X87Transfer.loadRegister(c.fpu, i));
            register(cases, "FXCH ST" + i, 0xd9, 0xc8 | i, c -> X87Transfer.exchange(c.fpu, i));
            register(cases, "FST ST" + i, 0xdd, 0xd0 | i, c -> X87Transfer.storeRegister(c.fpu, i, false));
            register(cases, "FSTP ST" + i, 0xdd, 0xd8 | i, c -> X87Transfer.storeRegister(c.fpu, i, true));
        }
        for (int i = 0; i < 7; i++) {
            int constant = i;
            register(cases, "constant " + i, 0xd9, 0xe8 | i, c -> X87Transfer.loadConstant(c.fpu, constant));
        }
        int[] conditions = {1, 0x40, 0x41, 4};
        for (int i = 0; i < 8; i++) {
            int flags = conditions[i & 3];
            boolean wanted = i < 4;
            register(
                    cases,
                    "FCMOV " + i,
                    i < 4 ? 0xda : 0xdb,
                    0xc2 | (i & 3) << 3,
                    c -> X87Transfer.conditionalMove(c.fpu, 2, (c.flags & flags) != 0 == wanted));
        }
    }

    private static void unary(List<X87Case> cases) {
        register(cases, "FCHS", 0xd9, 0xe0, c -> X87Unary.changeSign(c.fpu));
        register(cases, "FABS", 0xd9, 0xe1, c -> X87Unary.absolute(c.fpu));
        register(cases, "FSQRT", 0xd9, 0xfa, c -> X87Unary.squareRoot(c.fpu));
        register(cases, "FRNDINT", 0xd9, 0xfc, c -> X87Unary.roundToInteger(c.fpu));
        register(cases, "FSCALE", 0xd9, 0xfd, c -> X87Unary.scale(c.fpu));
        register(cases, "FPREM", 0xd9, 0xf8, c -> X87Unary.remainder(c.fpu, false));
        register(cases, "FPREM1", 0xd9, 0xf5, c -> X87Unary.remainder(c.fpu, true));
        register(cases, "FXTRACT", 0xd9, 0xf4, c -> X87Unary.extract(c.fpu));
    }
}
