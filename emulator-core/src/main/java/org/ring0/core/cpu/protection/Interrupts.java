package org.ring0.core.cpu.protection;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.ExceptionLog;
import org.ring0.core.cpu.InterruptObserver;
import org.ring0.core.cpu.InterruptObserver.Origin;
import org.ring0.core.cpu.TripleFaultException;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.Segment;

/**
 * Delivery of interrupts and exceptions (SDM Vol. 3A, chapter 6): what is pushed, and what happens if that faults. RIP is
 * what the handler shall return to: a fault's own instruction, otherwise the next one.
 */
public final class Interrupts {
    /** Where an event comes from; it decides the EXT bit and whether the gate's DPL counts. */
    enum Cause {
        /** INTR, NMI. */
        EXTERNAL(1, Origin.EXTERNAL),
        EXCEPTION(1, Origin.EXCEPTION),
        /** INT n, INT3, INTO: the program asks. */
        SOFTWARE(0, Origin.SOFTWARE),
        /** INT1: no privilege is asked for. */
        PRIVILEGED_SOFTWARE(1, Origin.SOFTWARE);

        final int ext;
        final Origin origin;

        Cause(int ext, Origin origin) {
            this.ext = ext;
            this.origin = origin;
        }
    }

    /**
     * What is delivered.
     *
     * @param errorCode to push, or {@link CpuException#NO_ERROR_CODE}
     * @param flags the EFLAGS image to push
     */
    record Event(int vector, Cause cause, int errorCode, int flags) {
        int ext() {
            return cause.ext;
        }

        boolean hasErrorCode() {
            return errorCode != CpuException.NO_ERROR_CODE;
        }

        /** The error code of an exception about this event's IDT entry. */
        int idtCode() {
            return Interrupts.idtCode(vector, cause);
        }
    }

    private Interrupts() {}

    /** The error code of an exception about an IDT entry. */
    static int idtCode(int vector, Cause cause) {
        return vector * 8 + 2 + cause.ext;
    }

    /** A maskable interrupt, whose INTA cycle gave the vector. */
    public static void external(Cpu cpu, int vector) {
        deliverOrFault(cpu, vector, Cause.EXTERNAL);
    }

    /** The non-maskable interrupt; further ones wait for IRET. */
    public static void nmi(Cpu cpu) {
        cpu.state().nmiBlocked = true;
        deliverOrFault(cpu, CpuException.NMI, Cause.EXTERNAL);
    }

    /** A debug trap: DR6 has been set. */
    public static void debugTrap(Cpu cpu) {
        deliverOrFault(cpu, CpuException.DB, Cause.EXCEPTION);
    }

    /** INT n: in virtual-8086 mode IOPL or the redirection bitmap decides who gets it. */
    public static void software(Cpu cpu, int vector) {
        CpuState s = cpu.state();
        if (s.isProtected() && s.isVirtual8086()) {
            if (Virtual8086.redirects(cpu, vector)) {
                int flags = FlagsRegister.read(s);
                Virtual8086.redirect(cpu, new Event(vector, Cause.SOFTWARE, CpuException.NO_ERROR_CODE, flags));
                return;
            }
            if (s.iopl() < 3) {
                throw CpuException.gp(0);
            }
        }
        deliver(cpu, vector, Cause.SOFTWARE);
    }

    /** INT3 and INTO: traps that check the gate's DPL, but neither IOPL nor redirection. */
    public static void breakpoint(Cpu cpu, int vector) {
        deliver(cpu, vector, Cause.SOFTWARE);
    }

    /** INT1 (F1): a trap whose gate's DPL does not count. */
    public static void int1(Cpu cpu) {
        deliver(cpu, CpuException.DB, Cause.PRIVILEGED_SOFTWARE);
    }

    /**
     * An exception that an instruction has thrown; RIP is back at that instruction. Faults on the way make it a double
     * fault or are served in its place (SDM Vol. 3A, table 6-5).
     *
     * @throws TripleFaultException the double fault cannot be delivered either
     */
    public static void exception(Cpu cpu, CpuException raised) {
        note(cpu, raised, false);
        CpuException e = raised;
        while (e != null) {
            e = attempt(cpu, e);
        }
    }

    /** Delivers, and answers the exception to go on with, or null. */
    private static CpuException attempt(Cpu cpu, CpuException e) {
        CpuState s = cpu.state();
        noteLinear(s, e);
        s.pendingDebug = 0;
        int image = FlagsRegister.read(s) | (setsResumeFlag(e.vector()) ? Eflags.RF : 0);
        try {
            deliver(cpu, e.vector(), Cause.EXCEPTION, e.errorCode(), image);
            return null;
        } catch (CpuException second) {
            noteLinear(s, second);
            note(cpu, second, true);
            CpuException served = combined(e, second);
            if (served != second) {
                note(cpu, served, true);
            }
            return served;
        }
    }

    private static void note(Cpu cpu, CpuException e, boolean inDelivery) {
        CpuState s = cpu.state();
        Segment cs = s.segment[Segment.CS];
        cpu.exceptions()
                .add(new ExceptionLog.Entry(
                        e.vector(), e.errorCode(), e.linear(), cs.selector, s.rip, cs.base, s.retired(), inDelivery));
    }

    /** CR2 has the address of the last page fault, also of one that became a double fault. */
    private static void noteLinear(CpuState s, CpuException e) {
        if (e.vector() == CpuException.PF) {
            s.cr2 = e.linear();
        }
    }

    /** Faults restart their instruction, so its breakpoint must not hit again; traps and aborts do not. */
    private static boolean setsResumeFlag(int vector) {
        return switch (vector) {
            case CpuException.DB,
                    CpuException.NMI,
                    CpuException.BP,
                    CpuException.OF,
                    CpuException.DF,
                    CpuException.MC -> false;
            default -> true;
        };
    }

    private static CpuException combined(CpuException first, CpuException second) {
        if (first.vector() == CpuException.DF) {
            throw new TripleFaultException();
        }
        boolean contributory = isContributory(second.vector());
        boolean isDouble = first.vector() == CpuException.PF
                ? contributory || second.vector() == CpuException.PF
                : isContributory(first.vector()) && contributory;
        return isDouble ? CpuException.df() : second;
    }

    private static boolean isContributory(int vector) {
        return vector == CpuException.DE || vector >= CpuException.TS && vector <= CpuException.GP;
    }

    private static void deliverOrFault(Cpu cpu, int vector, Cause cause) {
        try {
            deliver(cpu, vector, cause);
        } catch (CpuException e) {
            exception(cpu, e);
        }
    }

    private static void deliver(Cpu cpu, int vector, Cause cause) {
        deliver(cpu, vector, cause, CpuException.NO_ERROR_CODE, FlagsRegister.read(cpu.state()));
    }

    private static void deliver(Cpu cpu, int vector, Cause cause, int errorCode, int flags) {
        CpuState s = cpu.state();
        InterruptObserver observer = cpu.interruptObserver();
        if (observer != null) {
            observer.delivers(vector, cause.origin, errorCode);
        }
        if (s.isLongMode()) {
            LongModeDelivery.deliver(cpu, vector, cause, errorCode, flags);
        } else if (s.isProtected()) {
            GateDelivery.deliver(cpu, new Event(vector, cause, errorCode, flags));
        } else {
            RealModeDelivery.deliver(cpu, new Event(vector, cause, errorCode, flags));
        }
        if (cause == Cause.SOFTWARE || cause == Cause.PRIVILEGED_SOFTWARE) {
            // INT clears TF itself, so it is not single-stepped.
            s.pendingDebug &= ~DebugUnit.DR6_BS;
        }
        s.halted = false;
        s.interruptShadow = false;
        s.stackShadow = false;
        s.attention |= CpuState.ATTENTION_RECHECK;
    }
}
