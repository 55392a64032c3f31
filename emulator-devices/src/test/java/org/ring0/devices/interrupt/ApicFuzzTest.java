package org.ring0.devices.interrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

/** Garbage written to two local APICs and an I/O APIC, with fixed seeds. */
class ApicFuzzTest {
    /** The chips of one machine. */
    private static final class Chips {
        final VirtualTime time = new VirtualTime();
        final ApicBus bus = new ApicBus();
        final IoApic io = new IoApic(bus);
        final List<ApicCpu> cpus =
                List.of(new ApicCpu(0, ApicCpu.ALL, time, bus), new ApicCpu(1, ApicCpu.ALL, time, bus));

        long step(RandomGenerator random) {
            ApicCpu cpu = cpus.get(random.nextInt(2));
            long result = 0;
            int offset = random.nextInt(0x40) << 4;
            switch (random.nextInt(10)) {
                case 0 -> result = cpu.read(offset);
                case 1 -> cpu.write(offset, garbage(random));
                case 2 -> cpu.enabled();
                case 3 -> result = cpu.intr.high ? cpu.apic.acknowledge() : 0;
                case 4 -> cpu.endOfInterrupt();
                case 5 -> io.input(random.nextInt(IoApic.INPUTS)).set(random.nextBoolean());
                case 6 -> {
                    io.write(0, random.nextInt(0x42), 4);
                    result = io.read(0x10, 4);
                    io.write(0x10, garbage(random), 4);
                }
                case 7 -> result = modelSpecific(cpu, random);
                case 8 -> (random.nextBoolean() ? cpu.apic.lint0() : cpu.apic.lint1()).set(random.nextBoolean());
                default -> time.pass(random.nextInt(1000));
            }
            return result;
        }

        private static int garbage(RandomGenerator random) {
            return random.nextInt() & random.nextInt() & ~(random.nextInt(3) << 16);
        }

        private static long modelSpecific(ApicCpu cpu, RandomGenerator random) {
            int register = random.nextInt(4) == 0 ? 0x1b : random.nextInt(8) == 0 ? 0x6e0 : 0x800 + random.nextInt(64);
            long value = register == 0x1b ? 0xfee0_0000L | random.nextInt(4) << 10 : garbage(random);
            boolean written = cpu.apic.port().write(register, value);
            boolean readable = cpu.apic.port().canRead(register);
            return (written ? 1 : 0) + (readable ? cpu.apic.port().read(register) : 2);
        }
    }

    @Test
    void garbageNeitherThrowsNorSchedulesWithoutBound() {
        Chips chips = new Chips();
        RandomGenerator random = new Random(82093);
        for (int i = 0; i < 500_000; i++) {
            chips.step(random);
        }
        assertTrue(chips.time.events < 2_000_000, "events: " + chips.time.events);
    }

    @Test
    void chipsSavedAndRestoredAnywhereGoOnTheSameWay() {
        Chips straight = new Chips();
        Chips restored = new Chips();
        Random seeds = new Random(14);
        for (int round = 0; round < 200; round++) {
            long seed = seeds.nextLong();
            RandomGenerator first = new Random(seed);
            RandomGenerator second = new Random(seed);
            for (int i = 0; i < 300; i++) {
                assertEquals(straight.step(first), restored.step(second), "round " + round + " step " + i);
            }
            Chips next = new Chips();
            next.time.clock.restore(restored.time.clock.now());
            States.transfer(restored.io, next.io);
            for (int i = 0; i < 2; i++) {
                States.transfer(restored.cpus.get(i).apic, next.cpus.get(i).apic);
                States.assertSame(straight.cpus.get(i).apic, next.cpus.get(i).apic);
                assertEquals(straight.cpus.get(i).intr.high, next.cpus.get(i).intr.high);
            }
            States.assertSame(straight.io, next.io);
            restored = next;
        }
    }
}
