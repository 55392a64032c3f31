package org.ring0.devices.interrupt;

import org.ring0.devices.pci.AddressWindow;

/** IA32_APIC_BASE (SDM Vol. 3A, "Local APIC State and Location"): whether there is an APIC, in which mode, and where. */
final class ApicBase {
    private static final long BSP = 1 << 8;
    private static final long EXTENDED = 1 << 10;
    private static final long ENABLED = 1 << 11;
    private static final long AT_RESET = 0xfee0_0000L;
    private static final long PAGE = 0xfff;

    private final LocalApic.Features features;
    private final boolean bootstrap;
    private long value;

    ApicBase(LocalApic.Features features, boolean bootstrap) {
        this.features = features;
        this.bootstrap = bootstrap;
    }

    long powerOn() {
        return AT_RESET | ENABLED | (bootstrap ? BSP : 0);
    }

    long value() {
        return value;
    }

    private long defined() {
        long address = (1L << features.physicalBits()) - 1 & ~PAGE;
        return address | BSP | ENABLED | (features.x2apic() ? EXTENDED : 0);
    }

    void set(long next) {
        value = next & defined();
    }

    /**
     * Whether WRMSR may write this now: no reserved bit, and no way into x2APIC mode but from xAPIC mode, nor out of it but to
     * disabled.
     */
    boolean allows(long next) {
        boolean on = (next & ENABLED) != 0;
        boolean extended = (next & EXTENDED) != 0;
        if ((next & ~defined()) != 0 || extended && !on) {
            return false;
        }
        return isExtended() ? extended || !on : !extended || isEnabled();
    }

    boolean isEnabled() {
        return (value & ENABLED) != 0;
    }

    /** x2APIC mode. */
    boolean isExtended() {
        return isEnabled() && (value & EXTENDED) != 0;
    }

    /** Where the register page is. */
    long window() {
        return isEnabled() && !isExtended() ? value & ~PAGE : AddressWindow.CLOSED;
    }
}
