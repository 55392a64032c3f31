package org.ring0.core.lockstep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Segment;
import org.ring0.core.device.Device;
import org.ring0.core.machine.Machine;
import org.ring0.core.snapshot.StateDifference;

/** The states of two machines side by side; {@code *} marks what differs. */
final class DifferenceText {
    private static final String[] GPR = {"EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI"};
    private static final String[] SEGMENTS = {"ES", "CS", "SS", "DS", "FS", "GS"};
    private static final int MAX_SHOWN = 40;

    private final Machine first;
    private final Machine second;
    private final String firstName;
    private final String secondName;
    private final StringBuilder text = new StringBuilder();
    private final List<String> summary = new ArrayList<>();

    DifferenceText(Side first, Side second) {
        this.first = first.machine();
        this.second = second.machine();
        firstName = first.name();
        secondName = second.name();
        registers();
        hidden();
        memory();
        devices();
    }

    /** The names of what differs. */
    String summary() {
        return summary.isEmpty() ? "they ended for different reasons" : String.join(", ", summary);
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }

    private void line(boolean differs, String name, String a, String b) {
        text.append("%s %-24s %-17s %s%n".formatted(differs ? '*' : ' ', name, a, b));
        if (differs && summary.size() < 6) {
            summary.add(name);
        }
    }

    private void registers() {
        line(false, "", firstName, secondName);
        Map<String, String> b = registers(Comparison.state(second));
        registers(Comparison.state(first))
                .forEach((name, value) -> line(!value.equals(b.get(name)), name, value, b.get(name)));
    }

    private static Map<String, String> registers(CpuState s) {
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < GPR.length; i++) {
            named.put(GPR[i], "%08X".formatted(s.gpr[i]));
        }
        named.put("EIP", "%08X".formatted(s.rip));
        named.put("EFLAGS", "%08X".formatted(s.eflags()));
        for (int i = 0; i < SEGMENTS.length; i++) {
            Segment segment = s.segment[i];
            named.put(SEGMENTS[i], "%04X:%08X".formatted(segment.selector, segment.base));
        }
        named.put("CR0", "%08X".formatted(s.cr0));
        named.put("CR2", "%08X".formatted(s.cr2));
        named.put("CR3", "%08X".formatted(s.cr3));
        named.put("CR4", "%08X".formatted(s.cr4));
        named.put("instructions", Long.toString(s.retired()));
        named.put("cycle", Long.toString(s.cycle));
        return named;
    }

    /** The rest of the CPU, only where it differs. */
    private void hidden() {
        differences("", Comparison.saved(first), Comparison.saved(second), true);
    }

    private void differences(String prefix, Record a, Record b, boolean cpu) {
        StateDifference.between(a, b).stream()
                .filter(difference -> !(cpu && isInTable(difference.path())))
                .limit(MAX_SHOWN)
                .forEach(difference -> line(true, prefix + difference.path(), difference.first(), difference.second()));
    }

    private static boolean isInTable(String path) {
        return path.matches("gpr\\[[0-7]]|rip|eflags|cycle|retired|control\\[.]|segments\\[[0-5]]\\.(selector|base)");
    }

    private void memory() {
        var a = first.hostMemory().segment();
        var b = second.hostMemory().segment();
        long at = a.mismatch(b);
        if (at >= 0) {
            byte left = a.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at);
            byte right = b.get(java.lang.foreign.ValueLayout.JAVA_BYTE, at);
            line(true, "memory " + place(at), "%02X".formatted(left), "%02X".formatted(right));
        }
    }

    private String place(long backing) {
        long physical = first.memory().physicalOf(backing);
        return physical >= 0 ? "%08X".formatted(physical) : "behind no address, %X".formatted(backing);
    }

    private void devices() {
        for (Map.Entry<String, Device<?>> device : first.devices().entrySet()) {
            Record a = device.getValue().save();
            Record b = second.devices().get(device.getKey()).save();
            differences(device.getKey() + " ", a, b, false);
        }
    }
}
