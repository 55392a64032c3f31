package org.ring0.core.oracle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Operand;
import org.ring0.core.cpu.isa.Registers;
import org.ring0.core.cpu.isa.Shape;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.cpu.translator.Translator;

/** One form at a time from many states on the host, on the interpreter and on translated code. */
final class IntegerComparison implements AutoCloseable {
    private static final boolean TRACE = Boolean.getBoolean("ring0.oracle.trace");
    private static final int ECX = 1;
    private static final int COMPARED_FLAGS =
            Eflags.STATUS | Eflags.FIXED | Eflags.TF | Eflags.IF | Eflags.DF | Eflags.IOPL | Eflags.NT;

    private final HostCpu.Mode mode;
    private final HostBatch host = new HostBatch();
    private final FormGenerator generator;
    private final CaseStates states;
    private final GuestIntegers interpreted;
    private final GuestIntegers translated;
    private Translator translator;
    private Form form;

    IntegerComparison(HostCpu.Mode mode, Form.World... worlds) {
        this.mode = mode;
        generator = new FormGenerator(mode, host.address(), worlds);
        states = new CaseStates(host.address());
        interpreted = new GuestIntegers(host.address(), Interpreter::new);
        translated = new GuestIntegers(host.address(), cpu -> {
            translator = Translator.immediate(cpu, MemoryAccess.best(), 1);
            return new Interpreter(cpu, translator);
        });
    }

    /** Runs {@code count} cases of the form of {@code row} that {@code seed} stands for, and adds what differs. */
    void run(Row row, long seed, int count, List<String> differences) {
        form = generator.generate(row, seed);
        states.fill(form, count);
        for (int n = 0; n < count; n++) {
            load(n);
        }
        if (TRACE) {
            System.err.println(mode + " " + form);
        }
        host.prepare(mode, form);
        host.run(count);
        check(interpreted, "interpreter", count, differences);
        check(translated, "translator", count, differences);
    }

    /** How many regions were translated. */
    long regions() {
        return translator.statistics().regions();
    }

    private void load(int n) {
        for (int r = 0; r < form.registers(); r++) {
            host.setRegister(n, r, forHost(r, states.registers[n][r]));
        }
        host.setFlags(n, states.flags[n]);
        if (form.usesMemory()) {
            host.window(n).copyFrom(states.window(n));
        }
    }

    /** A register as the host needs it: addresses linear, counts without what a 16-bit one leaves out. */
    private long forHost(int r, long value) {
        if (isImplicit(r)) {
            return form.implicitWidth() == 2
                    ? form.registerBase(r) + (value & 0xffff)
                    : moved(value, form.registerBase(r));
        }
        return isShortCount(r) ? value & 0xffff : value;
    }

    /** What the guest's register must be when the host's is {@code value}. */
    private long fromHost(int r, long value, long before) {
        boolean merged = isImplicit(r) && form.implicitWidth() == 2 || isShortCount(r);
        long ours = isImplicit(r) ? moved(value, -form.registerBase(r)) : value;
        return (merged ? before & ~0xffff | ours & 0xffff : ours) & form.registerMask();
    }

    /** An address that is so much further on; what of its register is no address stays. */
    private long moved(long value, int distance) {
        long mask = form.implicitWidth() == 8 ? -1 : 0xffff_ffffL;
        return value & ~mask | value + distance & mask;
    }

    private boolean isImplicit(int r) {
        return (form.implicitAddresses() >> r & 1) != 0;
    }

    private boolean isShortCount(int r) {
        return r == ECX && form.usesCount() && form.instruction().addressSize == 2;
    }

    private void check(GuestIntegers guest, String engine, int count, List<String> differences) {
        guest.prepare(form);
        for (int n = 0; n < count; n++) {
            String difference;
            try {
                runGuest(guest, n);
                difference = differenceOf(guest, n);
            } catch (TripleFaultException e) {
                difference = "exception";
                guest.prepare(form);
            }
            if (difference != null) {
                differences.add("%s: %s, case %d%n  %s".formatted(engine, form, n, difference));
                return;
            }
        }
    }

    private void runGuest(GuestIntegers guest, int n) {
        CpuState s = guest.state();
        System.arraycopy(states.registers[n], 0, s.gpr, 0, form.registers());
        states.loadFlags(n, s);
        guest.setDirection((states.flags[n] & Eflags.DF) != 0);
        if (form.usesMemory()) {
            guest.window().copyFrom(states.window(n));
        }
        guest.run(form.isRepeated() && n % 2 == 0 ? Math.max(1, count(n)) : 1);
    }

    /** Elements of a repeated move or fill; a comparison may end sooner and goes step by step. */
    private int count(int n) {
        return switch (form.mnemonic()) {
            case MOVS, STOS, LODS -> (int) Registers.read(states.registers[n], ECX, form.instruction().addressSize);
            default -> 1;
        };
    }

    private int shiftCount(int n) {
        Instruction i = form.instruction();
        boolean doubled = i.third != Operand.NONE;
        if (i.mnemonic.shape() != Shape.SHIFT && !doubled) {
            return 0;
        }
        boolean constant = (doubled ? i.third : i.source) == Operand.IMMEDIATE;
        return (int) (constant ? i.immediate : states.registers[n][ECX]) & 0xff;
    }

    private String differenceOf(GuestIntegers guest, int n) {
        CpuState s = guest.state();
        int shift = shiftCount(n);
        if (UndefinedFlags.isResultUndefined(form.instruction(), shift)) {
            return null;
        }
        int compared = COMPARED_FLAGS & ~UndefinedFlags.of(form.instruction(), shift);
        boolean equal = ((s.eflags() ^ host.flags(n)) & compared) == 0 && s.rip == expectedRip(guest, n);
        for (int r = 0; r < form.registers(); r++) {
            equal &= s.gpr[r] == fromHost(r, host.register(n, r), states.registers[n][r]);
        }
        boolean memory = form.usesMemory() && !form.isBranch();
        equal &= !memory || host.window(n).mismatch(guest.window()) == -1;
        return equal ? null : describe(guest, n, compared);
    }

    private long expectedRip(GuestIntegers guest, int n) {
        long next = (guest.start() & 0xffff_ffffL) + form.guestBytes().length;
        boolean notTaken = host.window(n).get(JAVA_BYTE, HostBatch.WINDOW_SIZE - 1) == 1;
        if (!form.isBranch() || notTaken) {
            return next;
        }
        Instruction i = form.instruction();
        return next + i.immediate & i.operandMask();
    }

    private String describe(GuestIntegers guest, int n, int compared) {
        CpuState s = guest.state();
        long[] expected = new long[form.registers()];
        for (int r = 0; r < expected.length; r++) {
            expected[r] = fromHost(r, host.register(n, r), states.registers[n][r]);
        }
        long at = host.window(n).mismatch(guest.window());
        return """
            before %s flags %x
              host   %s flags %x rip %x
              ours   %s flags %x rip %x, flags compared %x
              memory %s\
            """.formatted(
                        text(states.registers[n]),
                        states.flags[n],
                        text(expected),
                        host.flags(n) & COMPARED_FLAGS,
                        expectedRip(guest, n),
                        text(s.gpr),
                        s.eflags() & COMPARED_FLAGS,
                        s.rip,
                        compared,
                        !form.usesMemory() || form.isBranch() || at < 0 ? "equal" : bytes(guest, n, at));
    }

    private String bytes(GuestIntegers guest, int n, long at) {
        long from = Math.min(at, HostBatch.WINDOW_SIZE - 8);
        return "from %x: before %x, host %x, ours %x"
                .formatted(
                        from, qword(states.window(n), from), qword(host.window(n), from), qword(guest.window(), from));
    }

    private static long qword(MemorySegment window, long at) {
        return window.get(JAVA_LONG_UNALIGNED, at);
    }

    private String text(long[] registers) {
        return String.join(
                " ",
                Arrays.stream(registers, 0, form.registers())
                        .mapToObj(value -> "%08x".formatted(value))
                        .toList());
    }

    @Override
    public void close() {
        interpreted.close();
        translated.close();
    }
}
