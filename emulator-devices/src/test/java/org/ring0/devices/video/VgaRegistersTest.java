package org.ring0.devices.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ring0.core.snapshot.StateFormatException;
import org.ring0.core.snapshot.StateReader;
import org.ring0.core.snapshot.StateWriter;

class VgaRegistersTest {
    private final TestCard card = new TestCard();

    @Test
    void miscOutputBit0SelectsTheEmulationPorts() {
        card.out(0x3c2, 0x01);
        card.set(0x3d4, 0x0e, 0x12);
        assertEquals(0x12, card.get(0x3d4, 0x0e));
        assertEquals(0xff, card.in(0x3b4));
        card.out(0x3c2, 0x00);
        assertEquals(0xff, card.in(0x3d5));
        assertEquals(0x12, card.in(0x3b5));
        card.set(0x3d4, 0x0e, 0x55);
        assertEquals(0x12, card.get(0x3b4, 0x0e));
    }

    @Test
    void protectBitGuardsTheTimingButNotLineCompareBit8() {
        card.out(0x3c2, 0x01);
        card.set(0x3d4, 0x11, 0x80);
        for (int register = 0; register < 8; register++) {
            card.set(0x3d4, register, 0xff);
        }
        for (int register = 0; register < 7; register++) {
            assertEquals(0, card.get(0x3d4, register));
        }
        assertEquals(0x10, card.get(0x3d4, 7));
        card.set(0x3d4, 0x18, 0x5a);
        assertEquals(0x5a, card.get(0x3d4, 0x18));
        card.set(0x3d4, 0x11, 0x00);
        card.set(0x3d4, 0, 0x5f);
        assertEquals(0x5f, card.get(0x3d4, 0));
    }

    @Test
    void attributePortTakesIndexAndDataInTurnsAndStatusReadsRestartIt() {
        card.out(0x3c2, 0x01);
        card.in(0x3da);
        card.out(0x3c0, 0x05);
        card.out(0x3c0, 0x2a);
        assertEquals(0x2a, card.in(0x3c1));
        card.out(0x3c0, 0x06);
        card.in(0x3da);
        card.out(0x3c0, 0x27);
        card.out(0x3c0, 0x15);
        assertEquals(0x27, card.in(0x3c0));
        assertEquals(0x15, card.in(0x3c1));
        card.in(0x3ba);
        card.out(0x3c0, 0x07);
        assertEquals(0x80, card.get(0x3d4, 0x24), "the mono status port is not there, the next write is data");
    }

    @Test
    void reservedBitsReadAsZero() {
        card.out(0x3c2, 0x01);
        card.set(0x3c4, 1, 0xff);
        card.set(0x3ce, 5, 0xff);
        assertEquals(0x3d, card.get(0x3c4, 1));
        assertEquals(0x7b, card.get(0x3ce, 5));
        assertEquals(0, card.get(0x3c4, 6));
        card.set(0x3ce, 0x0d, 0xff);
        assertEquals(0, card.get(0x3ce, 0x0d));
        card.set(0x3d4, 0x3f, 0xff);
        assertEquals(0, card.get(0x3d4, 0x3f));
    }

    @Test
    void miscAndFeatureControlReadBack() {
        card.out(0x3c2, 0xe3);
        card.out(0x3da, 0x03);
        assertEquals(0xe3, card.in(0x3cc));
        assertEquals(0x03, card.in(0x3ca));
    }

    @Test
    void dacTakesThreeComponentsAndCountsItsIndexUp() {
        card.out(0x3c8, 0xff);
        for (int value : new int[] {0x3f, 0x15, 0x2a, 0xc1, 0x02, 0x03}) {
            card.out(0x3c9, value);
        }
        assertEquals(0, card.in(0x3c7));
        assertEquals(0x01, card.in(0x3c8));
        card.out(0x3c7, 0xff);
        assertEquals(3, card.in(0x3c7));
        for (int value : new int[] {0x3f, 0x15, 0x2a, 0x01, 0x02, 0x03}) {
            assertEquals(value, card.in(0x3c9));
        }
    }

    @Test
    void colourChangesOnlyWithItsThirdComponent() {
        card.out(0x3c8, 5);
        card.out(0x3c9, 0x3f);
        card.out(0x3c9, 0x3f);
        card.out(0x3c7, 5);
        assertEquals(0, card.in(0x3c9));
    }

    @Test
    void latchAndFlipFlopShowAtTheUndocumentedIndices() {
        card.mode(StandardMode.VGA_16_COLOURS);
        card.poke(0xa0000, 0x5a);
        card.peek(0xa0000);
        assertEquals(0x5a, card.get(0x3d4, 0x22));
        card.in(0x3da);
        assertEquals(0x00, card.get(0x3d4, 0x24));
        card.out(0x3c0, 0x20);
        assertEquals(0x80, card.get(0x3d4, 0x24));
    }

    @Test
    void registersInMemoryAreTheSameRegisters() {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.space.write(TestCard.REGISTER_BAR + 0x414, 0x770f, 2);
        assertEquals(0x77, card.get(0x3d4, 0x0f));
        assertEquals(0x63, card.space.read(TestCard.REGISTER_BAR + 0x40c, 1));
        card.space.write(TestCard.REGISTER_BAR + 0x502, 1024, 2);
        assertEquals(1024, card.dispi(BochsDispi.INDEX_XRES));
        assertEquals(0xb0c5, card.space.read(TestCard.REGISTER_BAR + 0x500, 2));
        assertEquals(0, card.space.read(TestCard.REGISTER_BAR + 0x600, 4));
        assertEquals(0, card.space.read(TestCard.REGISTER_BAR, 8));
    }

    @Test
    void restoredCardIsEqualAndGoesOnTheSameWay() throws Exception {
        card.mode(StandardMode.VGA_256_COLOURS);
        card.poke(0xa0000, 1, 2, 3, 4);
        card.peek(0xa0002);
        card.out(0x3c8, 7);
        card.out(0x3c9, 0x11);
        card.in(0x3da);
        card.out(0x3c0, 0x31);
        card.dispiMode(800, 600, 16);
        card.dispi(BochsDispi.INDEX_BANK, 3);
        byte[] saved = card.state();

        TestCard other = new TestCard();
        other.vga.restore(StateReader.decode(saved, Vga.State.POWER_ON));
        other.vga.settle();
        assertArrayEquals(saved, other.state());
        for (TestCard each : new TestCard[] {card, other}) {
            each.out(0x3c9, 0x22);
            each.out(0x3c9, 0x33);
            each.out(0x3c0, 0x0a);
            each.poke(0xa0010, 0x99);
        }
        assertArrayEquals(card.state(), other.state());
        assertEquals(0x99, other.space.read(TestCard.FRAME_BUFFER + 0x30010, 1));
        assertEquals(card.vga.linearWindow(), other.vga.linearWindow());
    }

    @Test
    void hostileStatesAreRefusedOrTamed() {
        byte[] encoded = card.state();
        Random random = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = encoded.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                card.vga.restore(StateReader.decode(damaged, Vga.State.POWER_ON));
            } catch (StateFormatException e) {
                continue;
            }
            card.vga.settle();
            card.poke(0xa0000, 1);
            card.in(0x3da);
            assertTrue(card.renderer.render().width() <= ScreenRenderer.MAX_WIDTH);
        }
    }

    @Test
    void resetIsPowerOn() {
        card.mode(StandardMode.TEXT_80);
        card.dispiMode(640, 480, 32);
        card.vga.reset();
        assertArrayEquals(StateWriter.encode(Vga.State.POWER_ON), card.state());
    }

    @Test
    void linearWindowIsOfferedExactlyWhileAccessesArePlain() {
        card.mode(StandardMode.TEXT_80);
        assertEquals(null, card.vga.linearWindow());
        int[] changes = {0};
        card.vga.onWindowChange(() -> changes[0]++);
        card.mode(StandardMode.VGA_256_COLOURS);
        assertEquals(new Vga.LinearWindow(0x10000, 0), card.vga.linearWindow());
        assertTrue(card.vga.changesUnseen());
        card.set(0x3ce, 8, 0x0f);
        assertEquals(null, card.vga.linearWindow());
        assertFalse(card.vga.changesUnseen());
        card.set(0x3ce, 8, 0xff);
        card.set(0x3c4, 4, 0x06);
        assertEquals(null, card.vga.linearWindow());
        assertEquals(4, changes[0]);
        card.dispiMode(640, 480, 8);
        card.dispi(BochsDispi.INDEX_BANK, 2);
        assertEquals(new Vga.LinearWindow(0x10000, 0x20000), card.vga.linearWindow());
    }

    @Test
    void everyWriteShowsInTheChangeCounter() {
        card.mode(StandardMode.TEXT_80);
        long before = card.vga.changes();
        card.peek(0xb8000);
        card.in(0x3da);
        assertEquals(before, card.vga.changes());
        card.poke(0xb8000, 'A');
        assertEquals(before + 1, card.vga.changes());
        card.out(0x3c6, 0xff);
        assertEquals(before + 2, card.vga.changes());
    }
}
