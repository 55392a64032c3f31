package org.ring0.core.debug.autopsy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ring0.core.cpu.protection.Descriptor;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.debug.symbol.Place;

/** Descriptors of the GDT, the LDT and the IDT in words (SDM Vol. 3A, 3.4.5, 5.8.3 and 6.11). */
final class DescriptorText {
    private static final int GATE_64 = 16;
    private static final int GATE = 8;
    private static final int VECTOR_OF_REAL_MODE = 4;
    private static final int TI = 4;
    private static final int INDEX = 0xfff8;
    private static final int IST = 7;

    private final GuestView guest;
    private final CpuState state;

    DescriptorText(GuestView guest) {
        this.guest = guest;
        state = guest.state;
    }

    /** What an event with this vector is delivered through. */
    List<String> gate(int vector) {
        int size = state.isLongMode() ? GATE_64 : state.isProtected() ? GATE : VECTOR_OF_REAL_MODE;
        String name = "IDT entry " + vector;
        int last = vector * size + size - 1;
        if (last > state.idtLimit) {
            return List.of("%s: beyond the IDT's end (limit %04x, needed %04x)".formatted(name, state.idtLimit, last));
        }
        long at = state.idtBase + (long) vector * size;
        OptionalLong raw = guest.number(at, Math.min(size, GATE));
        if (raw.isEmpty()) {
            return List.of("%s at %s: no memory is there".formatted(name, guest.hex(at)));
        }
        if (size == VECTOR_OF_REAL_MODE) {
            return List.of("%s at %s: %04x:%04x"
                    .formatted(name, guest.hex(at), raw.getAsLong() >> 16, raw.getAsLong() & 0xffff));
        }
        Descriptor gate = new Descriptor(0, at, raw.getAsLong());
        List<String> lines = new ArrayList<>();
        lines.add("%s at %s: %016x, %s".formatted(name, guest.hex(at), gate.raw(), gate(gate, at)));
        if (isGate(gate)) {
            lines.add(selector(gate.gateSelector()));
        }
        return lines;
    }

    private static boolean isGate(Descriptor gate) {
        return gate.isSystem(Descriptor.INTERRUPT_GATE16, Descriptor.INTERRUPT_GATE32)
                || gate.isSystem(Descriptor.TRAP_GATE16, Descriptor.TRAP_GATE32)
                || gate.isSystem(Descriptor.TASK_GATE, Descriptor.TASK_GATE);
    }

    private String gate(Descriptor gate, long at) {
        if (!isGate(gate)) {
            return gate.raw() == 0 ? "empty: no handler is installed" : "no gate, but " + system(gate.type());
        }
        String kind = system(gate.type());
        String rights = ", DPL %d, %s".formatted(gate.dpl(), gate.isPresent() ? "present" : "NOT PRESENT");
        if (gate.type() == Descriptor.TASK_GATE) {
            return "%s to TSS %04x%s".formatted(kind, gate.gateSelector(), rights);
        }
        long offset = gate.gateOffset();
        String stack = "";
        if (state.isLongMode()) {
            offset |= guest.number(at + GATE, GATE).orElse(0) << 32;
            int ist = (int) (gate.raw() >>> 32) & IST;
            stack = ist == 0 ? "" : ", IST " + ist;
        }
        Place target = guest.symbols.at(offset);
        String symbol = target.name().isEmpty() ? "" : " " + target.name();
        return "%s to %04x:%s%s%s%s".formatted(kind, gate.gateSelector(), guest.hex(offset), symbol, rights, stack);
    }

    /** What a selector names. */
    String selector(int selector) {
        boolean local = (selector & TI) != 0;
        int offset = selector & INDEX;
        String name = "%s entry %d".formatted(local ? "LDT" : "GDT", offset / 8);
        if (!local && offset == 0) {
            return "selector %04x: the null selector".formatted(selector);
        }
        long limit = local ? state.ldtr.isNull ? -1 : state.ldtr.limit : state.gdtLimit;
        if (offset + 7 > limit) {
            return "%s: beyond the table's end (limit %04x)".formatted(name, limit & 0xffff_ffffL);
        }
        long at = (local ? state.ldtr.base : state.gdtBase) + offset;
        OptionalLong raw = guest.number(at, 8);
        return raw.isEmpty()
                ? "%s at %s: no memory is there".formatted(name, guest.hex(at))
                : "%s at %s: %016x, %s"
                        .formatted(
                                name,
                                guest.hex(at),
                                raw.getAsLong(),
                                descriptor(new Descriptor(selector, at, raw.getAsLong())));
    }

    private String descriptor(Descriptor descriptor) {
        String present = descriptor.isPresent() ? "present" : "NOT PRESENT";
        if (!descriptor.isSegment()) {
            return descriptor.raw() == 0
                    ? "empty"
                    : "%s, DPL %d, %s".formatted(system(descriptor.type()), descriptor.dpl(), present);
        }
        String kind = descriptor.isCode()
                ? (descriptor.isConforming() ? "conforming code, " : "code, ") + codeSize(descriptor)
                : descriptor.isWritable() ? "data, writable" : "data, read-only";
        return "%s, base %08x, limit %08x, DPL %d, %s"
                .formatted(kind, descriptor.base(), descriptor.limit(), descriptor.dpl(), present);
    }

    private String codeSize(Descriptor code) {
        if (state.isLongMode() && code.is64Bit()) {
            return "64-bit";
        }
        return (code.attributes() & Segment.DB) != 0 ? "32-bit" : "16-bit";
    }

    private String system(int type) {
        String wide = state.isLongMode() ? "64-bit " : "32-bit ";
        return switch (type) {
            case Descriptor.TSS16_AVAILABLE -> "a 16-bit TSS";
            case Descriptor.TSS16_BUSY -> "a busy 16-bit TSS";
            case Descriptor.LDT -> "an LDT";
            case Descriptor.CALL_GATE16 -> "16-bit call gate";
            case Descriptor.TASK_GATE -> "task gate";
            case Descriptor.INTERRUPT_GATE16 -> "16-bit interrupt gate";
            case Descriptor.TRAP_GATE16 -> "16-bit trap gate";
            case Descriptor.TSS32_AVAILABLE -> "a " + wide + "TSS";
            case Descriptor.TSS32_BUSY -> "a busy " + wide + "TSS";
            case Descriptor.CALL_GATE32 -> wide + "call gate";
            case Descriptor.INTERRUPT_GATE32 -> wide + "interrupt gate";
            case Descriptor.TRAP_GATE32 -> wide + "trap gate";
            default -> "the reserved type " + type;
        };
    }
}
