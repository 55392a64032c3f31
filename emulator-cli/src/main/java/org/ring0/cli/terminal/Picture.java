package org.ring0.cli.terminal;

import java.util.Optional;
import org.ring0.devices.video.Frame;
import org.ring0.devices.video.ScreenRenderer;
import org.ring0.devices.video.TextScreen;
import org.ring0.devices.video.Vga;

/** What the guest's screen shows, in the form that a terminal can make the most of. */
sealed interface Picture {
    /** A text mode. */
    record Text(TextScreen screen) implements Picture {
        @Override
        public CellGrid cells(int columns, int rows) {
            return TextCells.of(screen, columns, rows);
        }
    }

    /** A graphics mode. */
    record Graphics(Frame frame) implements Picture {
        @Override
        public CellGrid cells(int columns, int rows) {
            return HalfBlocks.of(frame, columns, rows);
        }
    }

    /** The picture of this moment, to be taken by the thread that runs the machine. */
    static Picture of(Vga vga) {
        Optional<TextScreen> text = TextScreen.of(vga);
        return text.isPresent() ? new Text(text.get()) : new Graphics(new ScreenRenderer(vga).render());
    }

    /** The picture in the cells of a terminal of this size, 1 by 1 at least. */
    CellGrid cells(int columns, int rows);
}
