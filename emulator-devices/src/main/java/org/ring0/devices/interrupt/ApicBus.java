package org.ring0.devices.interrupt;

import java.util.ArrayList;
import java.util.List;

/** What the APICs of one machine are connected by: messages to local APICs, and the ends of interrupts to I/O APICs. */
public final class ApicBus {
    private final List<LocalApic> locals = new ArrayList<>();
    private final List<IoApic> inputs = new ArrayList<>();

    void attach(LocalApic apic) {
        locals.add(apic);
    }

    void attach(IoApic apic) {
        inputs.add(apic);
    }

    /** Delivers a message to whom it addresses; whether anybody took it. */
    boolean deliver(ApicMessage message) {
        return deliver(message, null);
    }

    /** As {@link #deliver(ApicMessage)}, with one left out. */
    boolean deliver(ApicMessage message, LocalApic except) {
        if (message.mode() == DeliveryMode.LOWEST_PRIORITY) {
            LocalApic chosen = lowestPriority(message, except);
            return chosen != null && chosen.receive(message);
        }
        boolean taken = false;
        for (LocalApic apic : locals) {
            if (apic != except && apic.isAddressedBy(message)) {
                taken |= apic.receive(message);
            }
        }
        return taken;
    }

    /** The focus processor, which has this interrupt pending or in service already, or the one of the lowest priority. */
    private LocalApic lowestPriority(ApicMessage message, LocalApic except) {
        LocalApic chosen = null;
        for (LocalApic apic : locals) {
            if (apic == except || !apic.isAddressedBy(message) || !apic.isSoftwareEnabled()) {
                continue;
            }
            if (apic.isFocusOf(message.vector())) {
                return apic;
            }
            if (chosen == null
                    || apic.priorities().arbitration() < chosen.priorities().arbitration()) {
                chosen = apic;
            }
        }
        return chosen;
    }

    /** The EOI message for a level-triggered interrupt. */
    void endOfInterrupt(int vector) {
        inputs.forEach(apic -> apic.endOfInterrupt(vector));
    }

    /** Whether an I/O APIC has an input that makes an NMI. */
    boolean maySendNmi() {
        return inputs.stream().anyMatch(IoApic::maySendNmi);
    }

    /** A local APIC answers to other messages than before: those that nobody took are tried again. */
    void retry() {
        inputs.forEach(IoApic::retry);
    }
}
