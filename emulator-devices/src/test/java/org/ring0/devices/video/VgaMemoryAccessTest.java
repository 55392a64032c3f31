package org.ring0.devices.video;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class VgaMemoryAccessTest {
    private final TestCard card = new TestCard(256 << 10);

    @Test
    void memoryMapSelectsWhereTheCardAnswers() {
        card.mode(StandardMode.VGA_16_COLOURS);
        card.poke(0xa0000, 0x11);
        card.poke(0xb0000, 0x22);
        assertEquals(0xff, card.peek(0xb0000));
        card.set(0x3ce, 6, 0x09);
        assertEquals(0xff, card.peek(0xa0000));
        assertEquals(0x11, card.peek(0xb0000));
        assertEquals(0xff, card.peek(0xb8000));
        card.set(0x3ce, 6, 0x0d);
        assertEquals(0x11, card.peek(0xb8000));
        assertEquals(0xff, card.peek(0xb0000));
        card.set(0x3ce, 6, 0x01);
        assertEquals(0x11, card.peek(0xb0000), "128 KiB wrap around in 64 KiB planes");
    }

    @Test
    void miscOutputBit1HidesTheMemory() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.poke(0xa0000, 0x11);
        card.out(0x3c2, 0x61);
        assertEquals(0xff, card.peek(0xa0000));
        card.poke(0xa0000, 0x22);
        card.out(0x3c2, 0x63);
        assertEquals(0x11, card.peek(0xa0000));
    }

    @Test
    void evenTextBytesAreInPlane0AndOddOnesInPlane1() {
        card.mode(StandardMode.TEXT_80);
        card.space.write(0xb8002, 0x1e41, 2);
        assertEquals(0x1e41, card.space.read(0xb8002, 2));
        assertEquals(0x00001e41, card.vga.memory.planes(2));
        assertEquals(0, card.vga.memory.planes(3));
    }

    @Test
    void chain4AddressesAreLinearInTheFrameBufferAndPlaneOffsetsHaveTheLowBitsClear() {
        card.mode(StandardMode.VGA_256_COLOURS);
        for (int address : new int[] {0, 1, 2, 3, 0x1234, 0xfa01, 0xffff}) {
            card.poke(0xa0000 + address, 0x5a);
            assertEquals(0x5a, card.space.read(TestCard.FRAME_BUFFER + address, 1));
            assertEquals(0x5a, card.vga.memory.planes(address & ~3) >> 8 * (address & 3) & 0xff);
            card.poke(0xa0000 + address, 0);
        }
    }

    @Test
    void unchainedOffsetsReachAllOfTheMemoryOnce() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.set(0x3c4, 4, 0x06);
        for (int offset = 0; offset < 0x10000; offset++) {
            card.poke(0xa0000 + offset, 1);
        }
        for (int at = 0; at < 0x40000; at++) {
            assertEquals(1, card.vga.memory.get(at));
        }
    }

    @Test
    void randomAccessesAgreeWithABitByBitModel() {
        Random random = new Random(20);
        ReferenceVga model = new ReferenceVga();
        card.mode(StandardMode.VGA_16_COLOURS);
        for (int round = 0; round < 4_000; round++) {
            for (int register = 0; register < 9; register++) {
                int value = random.nextInt(3) == 0
                        ? random.nextInt(256)
                        : new int[] {0, 0, 0, 0, 0, 0, 5, 15, 255}[register];
                card.set(0x3ce, register, value);
                model.graphics[register] = value;
            }
            model.mapMask = random.nextInt(16);
            model.memoryMode = random.nextInt(4) << 2;
            card.set(0x3c4, 2, model.mapMask);
            card.set(0x3c4, 4, model.memoryMode);
            for (int access = 0; access < 50; access++) {
                int address = random.nextInt(16) | random.nextInt(8) << 14;
                if (random.nextBoolean()) {
                    int data = random.nextInt(256);
                    card.poke(0xa0000 + address, data);
                    model.write(address, data);
                } else {
                    assertEquals(model.read(address), card.peek(0xa0000 + address), "round " + round);
                }
            }
        }
    }
}
