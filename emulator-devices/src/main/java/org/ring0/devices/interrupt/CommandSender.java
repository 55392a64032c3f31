package org.ring0.devices.interrupt;

/** What a write to ICR sends (SDM Vol. 3A, "Issuing Interprocessor Interrupts"), by its destination shorthand. */
final class CommandSender {
    private static final int TO_DESTINATION = 0;
    private static final int TO_SELF = 1;
    private static final int TO_ALL = 2;

    private final LocalApic apic;
    private final ApicBus bus;

    CommandSender(LocalApic apic, ApicBus bus) {
        this.apic = apic;
        this.bus = bus;
    }

    /** Sends a message to whom it addresses, to its sender, to everybody, or to everybody else. Nobody there, it is lost. */
    void send(ApicMessage message, int shorthand) {
        boolean fixed = message.mode() == DeliveryMode.FIXED || message.mode() == DeliveryMode.LOWEST_PRIORITY;
        if (fixed && message.vector() < LocalApic.FIRST_VECTOR) {
            apic.error(ErrorStatus.SEND_ILLEGAL_VECTOR);
            return;
        }
        switch (shorthand) {
            case TO_DESTINATION -> bus.deliver(message);
            case TO_SELF -> {
                if (fixed) {
                    apic.request(message.vector(), message.level());
                }
            }
            case TO_ALL -> bus.deliver(toEverybody(message));
            default -> bus.deliver(toEverybody(message), apic);
        }
    }

    private static ApicMessage toEverybody(ApicMessage m) {
        return new ApicMessage(m.mode(), m.vector(), m.level(), false, ApicMessage.EVERYBODY);
    }
}
