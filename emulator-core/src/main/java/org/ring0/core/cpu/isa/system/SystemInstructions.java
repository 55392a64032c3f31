package org.ring0.core.cpu.isa.system;

import java.util.Map;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.SystemBody;

/** The bodies of the system instructions (SDM Vol. 2). What their rows say of privilege and mode has been checked before. */
public final class SystemInstructions {
    private SystemInstructions() {}

    public static void register(Map<Mnemonic, SystemBody> bodies) {
        tables(bodies);
        selectors(bodies);
        registers(bodies);
        transfers(bodies);
        flagsAndPorts(bodies);
    }

    private static void tables(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(Mnemonic.LGDT, DescriptorTableInstructions::lgdt);
        bodies.put(Mnemonic.SGDT, DescriptorTableInstructions::sgdt);
        bodies.put(Mnemonic.LIDT, DescriptorTableInstructions::lidt);
        bodies.put(Mnemonic.SIDT, DescriptorTableInstructions::sidt);
        bodies.put(Mnemonic.LLDT, DescriptorTableInstructions::lldt);
        bodies.put(Mnemonic.SLDT, DescriptorTableInstructions::sldt);
        bodies.put(Mnemonic.LTR, DescriptorTableInstructions::ltr);
        bodies.put(Mnemonic.STR, DescriptorTableInstructions::str);
    }

    private static void selectors(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(Mnemonic.LAR, SelectorInstructions::lar);
        bodies.put(Mnemonic.LSL, SelectorInstructions::lsl);
        bodies.put(Mnemonic.VERR, SelectorInstructions::verr);
        bodies.put(Mnemonic.VERW, SelectorInstructions::verw);
        bodies.put(Mnemonic.ARPL, SelectorInstructions::arpl);
        bodies.put(Mnemonic.MOV_SREG, SegmentInstructions::move);
        bodies.put(Mnemonic.MOV_FROM_SREG, SegmentInstructions::moveFrom);
        bodies.put(Mnemonic.PUSH_SREG, SegmentInstructions::push);
        bodies.put(Mnemonic.POP_SREG, SegmentInstructions::pop);
        bodies.put(Mnemonic.LES, SegmentInstructions::les);
        bodies.put(Mnemonic.LDS, SegmentInstructions::lds);
        bodies.put(Mnemonic.LSS, SegmentInstructions::lss);
        bodies.put(Mnemonic.LFS, SegmentInstructions::lfs);
        bodies.put(Mnemonic.LGS, SegmentInstructions::lgs);
    }

    private static void registers(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(Mnemonic.MOV_CR, ControlInstructions::moveToCr);
        bodies.put(Mnemonic.MOV_FROM_CR, ControlInstructions::moveFromCr);
        bodies.put(Mnemonic.MOV_DR, ControlInstructions::moveToDr);
        bodies.put(Mnemonic.MOV_FROM_DR, ControlInstructions::moveFromDr);
        bodies.put(Mnemonic.LMSW, ControlInstructions::lmsw);
        bodies.put(Mnemonic.SMSW, ControlInstructions::smsw);
        bodies.put(Mnemonic.CLTS, ControlInstructions::clts);
        bodies.put(Mnemonic.INVLPG, ControlInstructions::invlpg);
        bodies.put(Mnemonic.INVPCID, TranslationInvalidation::invpcid);
        bodies.put(Mnemonic.SWAPGS, BaseInstructions::swapgs);
        bodies.put(Mnemonic.RDFSBASE, BaseInstructions::readFsBase);
        bodies.put(Mnemonic.RDGSBASE, BaseInstructions::readGsBase);
        bodies.put(Mnemonic.WRFSBASE, BaseInstructions::writeFsBase);
        bodies.put(Mnemonic.WRGSBASE, BaseInstructions::writeGsBase);
        bodies.put(Mnemonic.INVD, ControlInstructions::invalidateCaches);
        bodies.put(Mnemonic.WBINVD, ControlInstructions::invalidateCaches);
        bodies.put(Mnemonic.HLT, ControlInstructions::hlt);
        bodies.put(Mnemonic.RSM, ControlInstructions::rsm);
        bodies.put(Mnemonic.RDMSR, ModelSpecificInstructions::rdmsr);
        bodies.put(Mnemonic.WRMSR, ModelSpecificInstructions::wrmsr);
        bodies.put(Mnemonic.RDTSC, ModelSpecificInstructions::rdtsc);
        bodies.put(Mnemonic.RDTSCP, ModelSpecificInstructions::rdtscp);
        bodies.put(Mnemonic.RDPID, ModelSpecificInstructions::rdpid);
        bodies.put(Mnemonic.RDRAND, ModelSpecificInstructions::random);
        bodies.put(Mnemonic.RDSEED, ModelSpecificInstructions::random);
        bodies.put(Mnemonic.XGETBV, ExtendedControl::xgetbv);
        bodies.put(Mnemonic.XSETBV, ExtendedControl::xsetbv);
        bodies.put(Mnemonic.RDPMC, ModelSpecificInstructions::rdpmc);
        bodies.put(Mnemonic.CPUID, ModelSpecificInstructions::cpuid);
    }

    private static void transfers(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(Mnemonic.JMPF, TransferInstructions::jumpFar);
        bodies.put(Mnemonic.CALLF, TransferInstructions::callFar);
        bodies.put(Mnemonic.RETF, TransferInstructions::returnFar);
        bodies.put(Mnemonic.IRET, TransferInstructions::iret);
        bodies.put(Mnemonic.INT, TransferInstructions::interrupt);
        bodies.put(Mnemonic.INT3, TransferInstructions::int3);
        bodies.put(Mnemonic.INTO, TransferInstructions::into);
        bodies.put(Mnemonic.INT1, TransferInstructions::int1);
        bodies.put(Mnemonic.SYSENTER, FastSystemCall::enter);
        bodies.put(Mnemonic.SYSEXIT, FastSystemCall::exit);
        bodies.put(Mnemonic.SYSCALL, SystemCall::enter);
        bodies.put(Mnemonic.SYSRET, SystemCall::exit);
    }

    private static void flagsAndPorts(Map<Mnemonic, SystemBody> bodies) {
        bodies.put(Mnemonic.CLI, FlagInstructions::cli);
        bodies.put(Mnemonic.STI, FlagInstructions::sti);
        bodies.put(Mnemonic.CLAC, FlagInstructions::clac);
        bodies.put(Mnemonic.STAC, FlagInstructions::stac);
        bodies.put(Mnemonic.PUSHF, FlagInstructions::pushf);
        bodies.put(Mnemonic.POPF, FlagInstructions::popf);
        bodies.put(Mnemonic.IN, PortInstructions::in);
        bodies.put(Mnemonic.OUT, PortInstructions::out);
    }
}
