package org.ring0.devices.interrupt;

import org.ring0.core.memory.MmioDevice;

/**
 * The local APIC's registers by their offsets in the page (SDM Vol. 3A, table "Local APIC Register Address Map"): one dword
 * every 16 bytes. Narrower reads see a part of the register; narrower writes, which the manual leaves undefined, are dropped.
 */
final class ApicRegisters implements MmioDevice {
    static final int ID = 0x020;
    static final int VERSION = 0x030;
    static final int TPR = 0x080;
    private static final int APR = 0x090;
    static final int PPR = 0x0a0;
    static final int EOI = 0x0b0;
    private static final int REMOTE_READ = 0x0c0;
    static final int LDR = 0x0d0;
    private static final int DFR = 0x0e0;
    static final int SVR = 0x0f0;
    static final int ISR = 0x100;
    static final int TMR = 0x180;
    static final int IRR = 0x200;
    static final int ESR = 0x280;
    static final int ICR_LOW = 0x300;
    private static final int ICR_HIGH = 0x310;
    static final int LVT_TIMER = 0x320;
    static final int LVT_ERROR = 0x370;
    static final int INITIAL_COUNT = 0x380;
    static final int CURRENT_COUNT = 0x390;
    static final int DIVIDE = 0x3e0;

    /** Six local vectors (numbers 0 to 5), version 14h. */
    private static final int VERSION_VALUE = LocalApic.LVT_ENTRIES - 1 << 16 | 0x14;

    /** Not the delivery status, which is read-only, nor what is reserved. */
    static final int ICR_WRITABLE = 0x000c_cfff;

    private static final int ICR_LEVEL = 1 << 15;
    private static final int ICR_ASSERT = 1 << 14;
    private static final int ICR_LOGICAL = 1 << 11;
    private static final long LOW = 0xffff_ffffL;

    private final LocalApic apic;

    ApicRegisters(LocalApic apic) {
        this.apic = apic;
    }

    @Override
    public int read(int offset, int size) {
        int part = offset & 0xf;
        if (part >= 4) {
            return 0;
        }
        return register(offset & ~0xf) >>> 8 * part;
    }

    @Override
    public void write(int offset, int value, int size) {
        if (size == 4 && (offset & 0xf) == 0) {
            writeRegister(offset, value);
        }
    }

    private int register(int offset) {
        return switch (offset) {
            case ID -> apic.identity().id << 24;
            case APR -> apic.priorities().arbitration();
            case REMOTE_READ, EOI -> 0;
            case DFR -> apic.identity().format;
            case ICR_LOW -> (int) apic.icr();
            case ICR_HIGH -> (int) (apic.icr() >>> 32);
            default -> commonRegister(offset);
        };
    }

    /** A register that both faces have in the same form. */
    int commonRegister(int offset) {
        return switch (offset) {
            case VERSION -> VERSION_VALUE;
            case TPR -> apic.priorities().tpr;
            case PPR -> apic.priorities().processor();
            case LDR -> apic.identity().logical;
            case SVR -> apic.svr();
            case ESR -> apic.errors().shown();
            case INITIAL_COUNT -> apic.timer().initial();
            case CURRENT_COUNT -> apic.timer().current();
            case DIVIDE -> apic.timer().divide();
            default -> arrayRegister(offset);
        };
    }

    private int arrayRegister(int offset) {
        if (offset >= ISR && offset < ESR) {
            ApicPriorities p = apic.priorities();
            VectorSet set = offset < TMR ? p.isr : offset < IRR ? p.tmr : p.irr;
            return set.word(offset >> 4 & 7);
        } else if (offset >= LVT_TIMER && offset <= LVT_ERROR) {
            return apic.lvt(offset - LVT_TIMER >> 4);
        }
        apic.illegalRegister();
        return 0;
    }

    private void writeRegister(int offset, int value) {
        switch (offset) {
            case ID, LDR, DFR -> writeIdentity(offset, value);
            case ICR_LOW -> {
                apic.setIcr(apic.icr() & ~LOW | value & ICR_WRITABLE);
                sendCommand(value, apic.icr() >>> 56 & 0xff);
            }
            case ICR_HIGH -> apic.setIcr(apic.icr() & LOW | (long) value << 32 & 0xffL << 56);
            case VERSION, APR, PPR, REMOTE_READ, CURRENT_COUNT -> {} // read only
            default -> writeCommonRegister(offset, value);
        }
    }

    private void writeIdentity(int offset, int value) {
        switch (offset) {
            case ID -> apic.identity().id = value >>> 24;
            case LDR -> apic.identity().logical = value & 0xff00_0000;
            default -> apic.identity().format = value | 0x0fff_ffff;
        }
        apic.identityChanged();
    }

    /** A register that both faces have in the same form. */
    void writeCommonRegister(int offset, int value) {
        switch (offset) {
            case TPR -> apic.setTpr(value);
            case EOI -> apic.endOfInterrupt();
            case SVR -> apic.setSvr(value);
            case ESR -> apic.errors().update();
            case INITIAL_COUNT -> apic.timer().writeInitial(value);
            case DIVIDE -> apic.timer().writeDivide(value);
            default -> {
                if (offset >= LVT_TIMER && offset <= LVT_ERROR) {
                    apic.writeLvt(offset - LVT_TIMER >> 4, value);
                } else if (offset < ISR || offset >= ESR) {
                    apic.illegalRegister();
                }
            }
        }
    }

    /** @param destination eight bits in xAPIC mode */
    private void sendCommand(int command, long destination) {
        boolean logical = (command & ICR_LOGICAL) != 0;
        send(command, ApicMessage.destination((int) destination, logical));
    }

    /** Sends what the low half of ICR commands. */
    void send(int command, int destination) {
        DeliveryMode mode = DeliveryMode.of(command);
        boolean deassert = (command & ICR_ASSERT) == 0 && (command & ICR_LEVEL) != 0;
        if (mode == DeliveryMode.INIT && deassert) {
            return; // sets the arbitration IDs of a bus that is not modelled
        }
        boolean level = (command & ICR_LEVEL) != 0 && (command & ICR_ASSERT) != 0;
        boolean logical = (command & ICR_LOGICAL) != 0;
        apic.sender().send(new ApicMessage(mode, command & 0xff, level, logical, destination), command >> 18 & 3);
    }
}
