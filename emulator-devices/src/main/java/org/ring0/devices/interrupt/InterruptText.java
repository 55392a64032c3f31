package org.ring0.devices.interrupt;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.IntPredicate;

/** What the interrupt controllers of a PC let through and what waits in them, in words: for somebody whose guest hangs. */
public final class InterruptText {
    private static final int PIC_INPUTS = 8;
    private static final int CASCADE = 2;
    private static final int BYTE = 0xff;
    private static final int SVR_ENABLED = 1 << 8;
    private static final int BASE_ENABLED = 1 << 11;

    private InterruptText() {}

    /** The two PICs, whose inputs are the interrupts 0 to 15. */
    public static List<String> of(I8259Pic.State master, I8259Pic.State slave) {
        IntPredicate masked = irq -> bit(irq < PIC_INPUTS ? master.imr() : slave.imr(), irq)
                // What the slave lets through the master may not.
                || irq >= PIC_INPUTS && bit(master.imr(), CASCADE);
        int requested = requests(master) | requests(slave) << PIC_INPUTS;
        int served = master.isr() | slave.isr() << PIC_INPUTS;
        List<String> lines = new ArrayList<>();
        lines.add("PIC: enabled IRQs %s; masked %s; vectors %02x and %02x"
                .formatted(
                        irqs(irq -> irq != CASCADE && masked.negate().test(irq)),
                        irqs(irq -> irq != CASCADE && masked.test(irq)),
                        master.icw2() & 0xf8,
                        slave.icw2() & 0xf8));
        lines.add("PIC: waiting %s; in service %s"
                .formatted(irqs(irq -> irq != CASCADE && bit2(requested, irq)), irqs(irq -> bit2(served, irq))));
        return lines;
    }

    private static int requests(I8259Pic.State pic) {
        return (pic.latched() & ~pic.elcr() | pic.lines() & pic.elcr()) & BYTE;
    }

    private static boolean bit(int register, int irq) {
        return bit2(register, irq % PIC_INPUTS);
    }

    private static boolean bit2(int bits, int irq) {
        return (bits >> irq & 1) != 0;
    }

    private static String irqs(IntPredicate which) {
        StringJoiner text = new StringJoiner(", ");
        text.setEmptyValue("none");
        for (int irq = 0; irq < 2 * PIC_INPUTS; irq++) {
            int last = irq;
            while (last + 1 < 2 * PIC_INPUTS && which.test(irq) && which.test(last + 1)) {
                last++;
            }
            if (which.test(irq)) {
                text.add(last > irq + 1 ? irq + " to " + last : Integer.toString(irq));
                irq = last > irq + 1 ? last : irq;
            }
        }
        return text.toString();
    }

    /** A local APIC. */
    public static List<String> of(LocalApic.State apic) {
        if ((apic.base() & BASE_ENABLED) == 0 || (apic.svr() & SVR_ENABLED) == 0) {
            return List.of("local APIC: disabled");
        }
        return List.of("local APIC: TPR %02x, waiting %s, in service %s, timer %s, LINT0 %s"
                .formatted(
                        apic.tpr(),
                        vectors(apic.irr()),
                        vectors(apic.isr()),
                        entry(apic.lvt()[LocalVectors.TIMER]),
                        entry(apic.lvt()[LocalVectors.LINT0])));
    }

    private static String entry(int entry) {
        boolean external = (entry >> 8 & 7) == DeliveryMode.EXTINT.ordinal();
        return (entry & LocalVectors.MASKED) != 0
                ? "masked"
                : external ? "from the PIC" : "vector %02x".formatted(entry & BYTE);
    }

    private static String vectors(int[] words) {
        StringJoiner text = new StringJoiner(" ");
        text.setEmptyValue("none");
        for (int vector = 0; vector < Integer.SIZE * words.length; vector++) {
            if ((words[vector >> 5] >>> vector & 1) != 0) {
                text.add("%02x".formatted(vector));
            }
        }
        return text.toString();
    }

    /** An I/O APIC. */
    public static List<String> of(IoApic.State apic) {
        StringJoiner open = new StringJoiner(", ");
        for (int input = 0; input < apic.redirection().length; input++) {
            long entry = apic.redirection()[input];
            if ((entry & LocalVectors.MASKED) == 0) {
                open.add("%d to vector %02x".formatted(input, entry & BYTE));
            }
        }
        return List.of("I/O APIC: " + (open.length() == 0 ? "all inputs masked" : "enabled inputs " + open));
    }
}
