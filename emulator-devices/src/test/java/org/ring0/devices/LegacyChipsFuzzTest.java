package org.ring0.devices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.ring0.core.device.Device;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.devices.input.Key;
import org.ring0.devices.input.KeyEvent;

/** A guest that writes garbage to every port, with fixed seeds. */
class LegacyChipsFuzzTest {
    private static final int ACCESSES = 1_000_000;
    private static final int[] PORTS = java.util.stream.IntStream.of(
                    range(0x00, 16),
                    range(0x20, 2),
                    range(0x40, 4),
                    range(0x60, 2),
                    range(0x64, 1),
                    range(0x70, 4),
                    range(0x80, 16),
                    range(0x92, 1),
                    range(0xa0, 2),
                    range(0xc0, 32),
                    range(0xe9, 1),
                    range(0xf4, 4),
                    range(0x3f8, 8),
                    range(0x2f8, 8),
                    range(0x3e8, 8),
                    range(0x2e8, 8),
                    range(0x4d0, 2))
            .toArray();

    private static int range(int first, int count) {
        return first << 8 | count;
    }

    private static int randomPort(RandomGenerator random) {
        int range = PORTS[random.nextInt(PORTS.length)];
        return (range >> 8) + random.nextInt(range & 0xff);
    }

    /** One step of a hostile guest and a nervous host; returns what the guest reads. */
    private static int step(LegacyChips chips, RandomGenerator random) {
        int port = randomPort(random);
        int size = 1 << (random.nextInt(8) == 0 ? random.nextInt(3) : 0);
        int result = 0;
        switch (random.nextInt(64)) {
            case 0 ->
                chips.keyboard.key(
                        new KeyEvent(Key.values()[random.nextInt(Key.values().length)], random.nextBoolean()));
            case 1 -> {
                chips.mouse.move(random.nextInt(-600, 600), random.nextInt(-600, 600), random.nextInt(-9, 9));
                chips.mouse.setButtons(random.nextInt(32));
            }
            case 2 -> chips.uarts.get(random.nextInt(4)).receive((byte) random.nextInt());
            case 3 -> {
                byte[] buffer = new byte[random.nextInt(600)];
                var channel = chips.dma.channel(random.nextInt(4));
                result = random.nextBoolean()
                        ? channel.read(buffer, 0, buffer.length)
                        : channel.write(buffer, 0, buffer.length);
            }
            case 4 -> {
                if (chips.intr.high) {
                    result = chips.master.acknowledge();
                }
            }
            default -> {
                if (random.nextBoolean()) {
                    result = chips.ports.read(port, size);
                } else {
                    chips.ports.write(port, random.nextInt(), size);
                }
            }
        }
        chips.time.pass(random.nextInt(2000));
        return result;
    }

    @Test
    void garbageNeitherThrowsNorSchedulesWithoutBound() {
        LegacyChips chips = new LegacyChips();
        RandomGenerator random = new Random(8042);
        for (int i = 0; i < ACCESSES; i++) {
            step(chips, random);
            if (i % 50_000 == 0) {
                chips.devices.forEach(Device::reset);
            }
            assertTrue(chips.time.events <= 4L * (i + 1) + 1000, "too many events after " + i + " accesses");
        }
        for (var device : chips.devices) {
            assertTrue(
                    StateWriter.encode(device.save()).length < 100_000,
                    device.getClass().getSimpleName() + " grows");
        }
    }

    @Test
    void readsOfBytesAreBytes() {
        LegacyChips chips = new LegacyChips();
        RandomGenerator random = new Random(16550);
        for (int i = 0; i < 200_000; i++) {
            step(chips, random);
            int value = chips.ports.read(randomPort(random), 1);
            assertEquals(value & 0xff, value);
        }
    }

    @Test
    void chipsSavedAndRestoredAnywhereGoOnTheSameWay() {
        LegacyChips straight = new LegacyChips();
        LegacyChips restored = new LegacyChips();
        Random seeds = new Random(8259);
        for (int round = 0; round < 200; round++) {
            long seed = seeds.nextLong();
            RandomGenerator first = new Random(seed);
            RandomGenerator second = new Random(seed);
            for (int i = 0; i < 500; i++) {
                assertEquals(step(straight, first), step(restored, second), "round " + round + " step " + i);
            }
            compare(straight, restored, round);
            LegacyChips next = new LegacyChips();
            next.copyFrom(restored);
            compare(straight, next, round);
            restored = next;
        }
    }

    private static void compare(LegacyChips a, LegacyChips b, int round) {
        for (int i = 0; i < a.devices.size(); i++) {
            assertArrayEquals(
                    StateWriter.encode(a.devices.get(i).save()),
                    StateWriter.encode(b.devices.get(i).save()),
                    "round " + round + ": " + a.devices.get(i).save() + " and "
                            + b.devices.get(i).save());
        }
        assertEquals(a.intr.high, b.intr.high);
        assertArrayEquals(a.memory, b.memory);
    }

    @Test
    void longSilenceAfterGarbageIsCheap() {
        LegacyChips chips = new LegacyChips();
        RandomGenerator random = new Random(8254);
        for (int i = 0; i < 100_000; i++) {
            step(chips, random);
        }
        chips.ports.write(0x43, 0x30, 1);
        long before = chips.time.events;
        chips.time.passMillis(60_000);
        assertTrue(chips.time.events - before < 60 * 40_000, "events: " + (chips.time.events - before));
    }
}
