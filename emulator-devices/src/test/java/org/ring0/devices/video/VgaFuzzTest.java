package org.ring0.devices.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A guest that writes garbage everywhere. */
class VgaFuzzTest {
    private static final int ACCESSES = 1_000_000;
    private static final int[] SIZES = {1, 2, 4};

    private final TestCard card = new TestCard(4 << 20);
    private final Random random = new Random(1987);

    @Test
    void garbageNeverThrowsAndPicturesStayBounded() {
        for (int i = 0; i < ACCESSES; i++) {
            access();
            if (i % 5_000 == 0) {
                Frame frame = card.renderer.render(random.nextBoolean());
                assertTrue(frame.width() <= ScreenRenderer.MAX_WIDTH && frame.height() <= ScreenRenderer.MAX_HEIGHT);
                TextScreen.of(card.vga)
                        .ifPresent(screen -> assertEquals(
                                screen.rows(), screen.text().lines().count()));
                byte[] state = card.state();
                card.vga.restore(card.vga.save());
                assertArrayEquals(state, card.state());
            }
        }
    }

    private void access() {
        int size = SIZES[random.nextInt(3)];
        switch (random.nextInt(8)) {
            case 0 -> card.space.write(0xa0000 + random.nextInt(0x20000), random.nextInt(), size);
            case 1 -> card.space.read(0xa0000 + random.nextInt(0x20000), size);
            case 2 -> card.space.write(TestCard.REGISTER_BAR + 0x400 + random.nextInt(0x120), random.nextInt(), size);
            case 3 -> card.space.read(TestCard.REGISTER_BAR + random.nextInt(0x1000), size);
            case 4 ->
                card.dispi(
                        random.nextInt(12), random.nextInt(4) == 0 ? random.nextInt() & 0xffff : random.nextInt(4096));
            case 5 -> card.ports.read(0x3b0 + random.nextInt(0x30), size);
            case 6 ->
                card.ports.write(new int[] {0x3c0, 0x3c4, 0x3ce, 0x3d4, 0x3b4}[random.nextInt(5)], random.nextInt(), 2);
            default -> card.ports.write(0x3b0 + random.nextInt(0x30), random.nextInt(), size);
        }
        card.clock.advanceTo(card.clock.now() + random.nextInt(1000));
    }
}
