package org.ring0.devices.storage.ide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.ring0.core.snapshot.StateFormatException;
import org.ring0.core.snapshot.StateReader;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.devices.storage.image.MemoryBackend;

/** Save, restore into another machine, go on: both do the same. And a guest that writes anything anywhere. */
class IdeSnapshotTest {
    private final byte[] image = IdeBench.pattern(1024);

    private IdeBench machine(byte[] disk) {
        return new IdeBench(new MemoryBackend(disk, false), new MemoryBackend(image, true));
    }

    private static byte[][] states(IdeBench bench) {
        return new byte[][] {
            StateWriter.encode(bench.channel.save()),
            StateWriter.encode(bench.busMaster.save()),
            StateWriter.encode(bench.disk.save()),
            StateWriter.encode(bench.cdrom.save())
        };
    }

    private static void restore(IdeBench bench, byte[][] states, IdeBench from) throws StateFormatException {
        bench.clock.restore(from.clock.now());
        System.arraycopy(from.memory, 0, bench.memory, 0, from.memory.length);
        bench.channel.restore(StateReader.decode(states[0], IdeChannel.State.POWER_ON));
        bench.busMaster.restore(StateReader.decode(states[1], BusMasterIde.State.POWER_ON));
        bench.disk.restore(StateReader.decode(states[2], bench.disk.powerOn()));
        bench.cdrom.restore(StateReader.decode(states[3], bench.cdrom.powerOn()));
        bench.disk.settle();
        bench.cdrom.settle();
        bench.channel.settle();
        bench.busMaster.settle();
    }

    /** Does {@code before}, takes a copy, and does {@code after} on both. */
    private void copyGoesOn(Consumer<IdeBench> before, Consumer<IdeBench> after) throws StateFormatException {
        byte[] disk = image.clone();
        IdeBench first = machine(disk);
        before.accept(first);
        byte[][] saved = states(first);
        byte[] copiedDisk = disk.clone();
        IdeBench second = machine(copiedDisk);
        restore(second, saved, first);
        assertArrayEquals(saved, states(second));
        assertEquals(first.irq, second.irq);
        after.accept(first);
        after.accept(second);
        assertArrayEquals(states(first), states(second));
        assertArrayEquals(disk, copiedDisk);
        assertArrayEquals(first.memory, second.memory);
        assertEquals(first.irq, second.irq);
    }

    @Test
    void inTheMiddleOfReadMultiple() throws StateFormatException {
        copyGoesOn(
                bench -> {
                    bench.run28(0xC6, 8, 0);
                    bench.run28(0xC4, 20, 30);
                    bench.take(1000);
                },
                bench -> {
                    assertArrayEquals(Arrays.copyOfRange(image, 30 * 512 + 1000, 38 * 512), bench.take(8 * 512 - 1000));
                    bench.await();
                    assertArrayEquals(Arrays.copyOfRange(image, 38 * 512, 46 * 512), bench.take(8 * 512));
                });
    }

    @Test
    void inTheMiddleOfAWrite() throws StateFormatException {
        copyGoesOn(
                bench -> {
                    bench.run28(0x30, 2, 30);
                    bench.give(new byte[700 & ~1]);
                    bench.await();
                    bench.give(new byte[100]);
                },
                bench -> {
                    bench.give(new byte[412]);
                    bench.pass(1_000_000);
                });
    }

    @Test
    void whileBusyWithDmaUnderWay() throws StateFormatException {
        copyGoesOn(
                bench -> {
                    bench.table(0x1000, 0x10000, 0, 0x20000, 0);
                    bench.busMaster.write(0, 9);
                    bench.command.write(6, IdeBench.DRIVE_0);
                    bench.registers(0, 200, 5, 0, 0);
                    bench.command.write(7, 0xC8);
                    bench.pass(200_000);
                },
                bench -> {
                    bench.pass(1_000_000);
                    assertArrayEquals(
                            Arrays.copyOfRange(image, 5 * 512, 205 * 512),
                            Arrays.copyOfRange(bench.memory, 0x10000, 0x10000 + 200 * 512));
                });
    }

    @Test
    void inTheMiddleOfAPacket() throws StateFormatException {
        copyGoesOn(
                bench -> {
                    bench.attend();
                    bench.select(IdeBench.DRIVE_1);
                    bench.registers(0, 0, 0, 0, 0x10);
                    bench.command.write(7, 0xA0);
                    bench.await();
                    bench.give(new byte[] {0x28, 0, 0, 0, 0, 9});
                },
                bench -> {
                    bench.give(new byte[] {0, 0, 3, 0, 0, 0});
                    bench.await();
                    assertArrayEquals(Arrays.copyOfRange(image, 9 * 2048, 11 * 2048), bench.take(4096));
                });
    }

    @Test
    void duringAReset() throws StateFormatException {
        copyGoesOn(
                bench -> {
                    bench.control.write(0, 4);
                    bench.pass(1_000);
                },
                bench -> {
                    bench.control.write(0, 0);
                    bench.pass(1_000_000);
                    assertEquals(0x50, bench.status());
                });
    }

    @Test
    void brokenStatesAreRefused() {
        byte[] state = StateWriter.encode(machine(image).disk.save());
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] broken = state.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            try {
                StateReader.decode(broken, machine(image).disk.powerOn());
            } catch (StateFormatException e) {
                continue;
            }
        }
        assertThrows(
                StateFormatException.class,
                () -> StateReader.decode(
                        Arrays.copyOf(state, 100), machine(image).disk.powerOn()));
    }

    @Test
    void garbageNeitherThrowsNorHangs() {
        IdeBench bench = machine(image.clone());
        Random random = new Random(0x1F0);
        int[] likely = {0xA0, 0x20, 0x30, 0xC4, 0xC5, 0xC6, 0xC8, 0xCA, 0x25, 0x35, 0xEC, 0xA1, 0xB0, 0xEF, 0x91};
        for (int i = 0; i < 1_000_000; i++) {
            int size = 1 << random.nextInt(3);
            int value = random.nextInt();
            switch (random.nextInt(16)) {
                case 0 -> bench.busMaster.write(random.nextInt(4) & ~(size - 1) | random.nextInt(2) * 8, value, 1);
                case 1 -> bench.control.write(0, random.nextInt(50) == 0 ? value & 0xff : 0);
                case 2 -> bench.command.write(7, likely[random.nextInt(likely.length)]);
                case 3 -> bench.command.write(7, value & 0xff);
                case 4, 5 -> bench.command.write(1 + random.nextInt(6), value & (random.nextBoolean() ? 3 : 0xff));
                case 6 -> bench.pass(random.nextInt(100_000));
                case 7 -> bench.command.read(random.nextInt(8 / size) * size, size);
                case 8 -> bench.busMaster.write(4 + random.nextInt(2) * 8, value & 0xfffff, 4);
                default -> data(bench, random, size, value);
            }
        }
        bench.control.write(0, 4);
        bench.control.write(0, 0);
        bench.pass(1_000_000);
        assertEquals(0x58, bench.run28(0xEC, 0, 0));
    }

    private static void data(IdeBench bench, Random random, int size, int value) {
        for (int i = random.nextInt(40); i > 0; i--) {
            if (random.nextBoolean()) {
                bench.command.write(0, value, size);
            } else {
                bench.command.read(0, size);
            }
        }
    }
}
