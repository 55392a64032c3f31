package org.ring0.devices.interrupt;

import org.ring0.core.irq.LocalApicPort;

/**
 * The local APIC's face in the model-specific registers: its base, the timer's deadline, and in x2APIC mode all registers, at
 * 800h plus a sixteenth of their offset (SDM Vol. 3A, "x2APIC Register Address Space"). Reserved bits are faults here.
 */
final class ApicModelSpecific implements LocalApicPort {
    private static final int BASE = 0x1b;
    private static final int TSC_DEADLINE = 0x6e0;
    private static final int FIRST = 0x800;
    private static final int LAST = 0x8ff;
    private static final int SELF_IPI = 0x3f0;
    private static final int SVR_RESERVED = ~0x3ff;
    private static final long DWORD = 0xffff_ffffL;

    private final LocalApic apic;
    private final LocalApic.Features features;
    private final ApicRegisters registers;

    ApicModelSpecific(LocalApic apic, LocalApic.Features features) {
        this.apic = apic;
        this.features = features;
        registers = new ApicRegisters(apic);
    }

    @Override
    public boolean isEnabled() {
        return apic.base().isEnabled();
    }

    @Override
    public int initialId() {
        return apic.initialId();
    }

    @Override
    public int taskPriority() {
        return apic.priorities().tpr >> 4;
    }

    @Override
    public void setTaskPriority(int priority) {
        apic.setTpr(priority << 4);
    }

    @Override
    public boolean maySendNmi() {
        return apic.maySendNmi();
    }

    @Override
    public void timeStampChanged() {
        apic.timer().timeStampChanged();
    }

    @Override
    public boolean canRead(int register) {
        return switch (register) {
            case BASE -> true;
            case TSC_DEADLINE -> features.tscDeadline();
            default -> isExtendedRegister(register) && isReadable(offset(register));
        };
    }

    private boolean isExtendedRegister(int register) {
        return register >= FIRST && register <= LAST && apic.base().isExtended();
    }

    private static int offset(int register) {
        return register - FIRST << 4;
    }

    private static boolean isReadable(int offset) {
        return switch (offset) {
            case ApicRegisters.ID,
                    ApicRegisters.VERSION,
                    ApicRegisters.TPR,
                    ApicRegisters.PPR,
                    ApicRegisters.LDR,
                    ApicRegisters.SVR,
                    ApicRegisters.ESR,
                    ApicRegisters.ICR_LOW,
                    ApicRegisters.INITIAL_COUNT,
                    ApicRegisters.CURRENT_COUNT,
                    ApicRegisters.DIVIDE -> true;
            default -> offset >= ApicRegisters.ISR && offset < ApicRegisters.ESR || isLocalVector(offset);
        };
    }

    private static boolean isLocalVector(int offset) {
        return offset >= ApicRegisters.LVT_TIMER && offset <= ApicRegisters.LVT_ERROR;
    }

    @Override
    public long read(int register) {
        if (register == BASE) {
            return apic.base().value();
        } else if (register == TSC_DEADLINE) {
            return apic.timer().deadline();
        }
        int offset = offset(register);
        return switch (offset) {
            case ApicRegisters.ID -> apic.identity().id & DWORD;
            case ApicRegisters.ICR_LOW -> apic.icr();
            default -> registers.commonRegister(offset) & DWORD;
        };
    }

    @Override
    public boolean write(int register, long value) {
        if (register == BASE) {
            return writeBase(value);
        } else if (register == TSC_DEADLINE && features.tscDeadline()) {
            apic.timer().writeDeadline(value);
            return true;
        }
        return isExtendedRegister(register) && writeExtended(offset(register), value);
    }

    private boolean writeBase(long value) {
        boolean allowed = apic.base().allows(value);
        if (allowed) {
            apic.changeBase(value);
        }
        return allowed;
    }

    private boolean writeExtended(int offset, long value) {
        if (offset == ApicRegisters.ICR_LOW) {
            return writeCommand(value);
        } else if (offset == SELF_IPI) {
            return writeSelfIpi(value);
        }
        if (!isWritable(offset) || (value & reservedBits(offset)) != 0 || (value & ~DWORD) != 0) {
            return false;
        }
        registers.writeCommonRegister(offset, (int) value);
        return true;
    }

    private static boolean isWritable(int offset) {
        return switch (offset) {
            case ApicRegisters.TPR,
                    ApicRegisters.EOI,
                    ApicRegisters.SVR,
                    ApicRegisters.ESR,
                    ApicRegisters.INITIAL_COUNT,
                    ApicRegisters.DIVIDE -> true;
            default -> isLocalVector(offset);
        };
    }

    /** The bits that must be zero. */
    private long reservedBits(int offset) {
        return switch (offset) {
            case ApicRegisters.TPR -> ~0xffL;
            case ApicRegisters.EOI, ApicRegisters.ESR -> -1;
            case ApicRegisters.SVR -> SVR_RESERVED & DWORD;
            case ApicRegisters.INITIAL_COUNT -> 0;
            case ApicRegisters.DIVIDE -> ~0xbL;
            default -> apic.lvtReserved(offset - ApicRegisters.LVT_TIMER >> 4) & DWORD;
        };
    }

    private boolean writeCommand(long value) {
        if ((value & DWORD & ~ApicRegisters.ICR_WRITABLE) != 0) {
            return false;
        }
        apic.setIcr(value);
        registers.send((int) value, (int) (value >>> 32));
        return true;
    }

    private boolean writeSelfIpi(long value) {
        if ((value & ~0xffL) != 0) {
            return false;
        }
        apic.sender().send(new ApicMessage(DeliveryMode.FIXED, (int) value, false, false, apic.identity().id), 1);
        return true;
    }
}
