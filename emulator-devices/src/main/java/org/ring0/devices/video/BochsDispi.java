package org.ring0.devices.video;

import org.ring0.core.io.IoDevice;
import org.slf4j.LoggerFactory;

/**
 * The Bochs VBE extension (DISPI, ids B0C0h to B0C5h) as the Bochs and QEMU cards have it: an index port and a data port of
 * 16 bits, behind which resolution, depth, bank and display start are set. Source: the Bochs VBE documentation
 * (vbe_display_api.txt).
 *
 * <p>Ports by offset: 0 (1CEh) index, 1 (1CFh) data, 2 (1D0h) data again. Limits: no EDID (index 0Bh reads zero); one bank
 * for reads and writes; accesses of a byte are not decoded, as on the original.
 */
final class BochsDispi implements IoDevice {
    static final int INDEX_ID = 0;
    static final int INDEX_XRES = 1;
    static final int INDEX_YRES = 2;
    static final int INDEX_BPP = 3;
    static final int INDEX_ENABLE = 4;
    static final int INDEX_BANK = 5;
    static final int INDEX_VIRT_WIDTH = 6;
    static final int INDEX_VIRT_HEIGHT = 7;
    static final int INDEX_X_OFFSET = 8;
    static final int INDEX_Y_OFFSET = 9;
    static final int INDEX_VIDEO_MEMORY_64K = 10;

    static final int ENABLED = 0x01;
    static final int GETCAPS = 0x02;
    static final int BANK_GRANULARITY_32K = 0x10;
    static final int DAC_8_BIT = 0x20;
    static final int LFB_ENABLED = 0x40;
    static final int NO_CLEAR_MEMORY = 0x80;

    static final int ID_0 = 0xb0c0;
    static final int ID_5 = 0xb0c5;
    static final int MAX_XRES = 2560;
    static final int MAX_YRES = 1600;
    static final int MAX_BPP = 32;

    private static final int NOT_DECODED = 0xff;

    /** The registers as the guest reads them, without what follows from the others. */
    record State(
            int index,
            int id,
            int xres,
            int yres,
            int bpp,
            int enable,
            int bank,
            int virtualWidth,
            int xOffset,
            int yOffset) {
        static final State POWER_ON = new State(0, ID_5, 640, 480, 8, 0, 0, 640, 0, 0);
    }

    private final VideoMemory memory;
    private final Runnable onChange;
    private int index;
    private int id;
    private int xres;
    private int yres;
    private int bpp;
    private int enable;
    private int bank;
    private int virtualWidth;
    private int xOffset;
    private int yOffset;

    /** @param onChange runs after each write of a register */
    BochsDispi(VideoMemory memory, Runnable onChange) {
        this.memory = memory;
        this.onChange = onChange;
        restore(State.POWER_ON);
    }

    /** Whether the extension drives the screen, in place of the VGA's CRT controller. */
    boolean enabled() {
        return (enable & ENABLED) != 0;
    }

    /** Whether it drives the screen and pixels are linear in memory: every depth but 4 bits. */
    boolean linear() {
        return enabled() && bpp != 4;
    }

    boolean wideDac() {
        return (enable & DAC_8_BIT) != 0;
    }

    int xres() {
        return xres;
    }

    int yres() {
        return yres;
    }

    /** Bits of a pixel: 4, 8, 15, 16, 24 or 32. */
    int bpp() {
        return bpp;
    }

    int xOffset() {
        return xOffset;
    }

    int yOffset() {
        return yOffset;
    }

    /** Bytes from one line to the next; in 4-bit depth bytes of one plane. */
    int lineLength() {
        return switch (bpp) {
            case 4 -> virtualWidth >> 3;
            case 15 -> virtualWidth * 2;
            default -> virtualWidth * (bpp >> 3);
        };
    }

    /** Where the window at A0000h begins: a linear address, or in 4-bit depth an offset in the planes; it may wrap. */
    int bankOffset() {
        return bank << ((enable & BANK_GRANULARITY_32K) != 0 ? 15 : 16);
    }

    @Override
    public int read(int offset) {
        return NOT_DECODED;
    }

    @Override
    public void write(int offset, int value) {
        LoggerFactory.getLogger(BochsDispi.class).debug("byte write to DISPI port {}", offset);
    }

    @Override
    public int read(int offset, int size) {
        if (size == 2) {
            return offset == 0 ? index : readRegister(index);
        } else if (size == 4) {
            return read(offset, 2) | read(offset + 2, 2) << 16;
        }
        return NOT_DECODED;
    }

    @Override
    public void write(int offset, int value, int size) {
        if (size == 4) {
            write(offset, value & 0xffff, 2);
            write(offset + 2, value >>> 16, 2);
        } else if (size != 2) {
            write(offset, value);
        } else if (offset == 0) {
            index = value;
        } else {
            writeRegister(index, value);
        }
    }

    /** The register {@code register}; one that does not exist reads zero. */
    int readRegister(int register) {
        boolean capabilities = (enable & GETCAPS) != 0;
        return switch (register) {
            case INDEX_ID -> id;
            case INDEX_XRES -> capabilities ? MAX_XRES : xres;
            case INDEX_YRES -> capabilities ? MAX_YRES : yres;
            case INDEX_BPP -> capabilities ? MAX_BPP : bpp;
            case INDEX_ENABLE -> enable;
            case INDEX_BANK -> bank;
            case INDEX_VIRT_WIDTH -> virtualWidth;
            case INDEX_VIRT_HEIGHT -> virtualHeight();
            case INDEX_X_OFFSET -> xOffset;
            case INDEX_Y_OFFSET -> yOffset;
            case INDEX_VIDEO_MEMORY_64K -> memory.size() >> 16;
            default -> 0;
        };
    }

    /** Writes a register; a value that it cannot take leaves it alone. */
    void writeRegister(int register, int value) {
        switch (register) {
            case INDEX_ID -> id = value >= ID_0 && value <= ID_5 ? value : id;
            case INDEX_XRES -> xres = value >= 8 && value <= MAX_XRES ? value & ~7 : xres;
            case INDEX_YRES -> yres = value >= 1 && value <= MAX_YRES ? value : yres;
            case INDEX_BPP -> setDepth(value);
            case INDEX_ENABLE -> setEnable(value);
            case INDEX_BANK -> bank = value & banks() - 1;
            case INDEX_VIRT_WIDTH -> virtualWidth = value;
            case INDEX_X_OFFSET -> xOffset = value;
            case INDEX_Y_OFFSET -> yOffset = value;
            default ->
                LoggerFactory.getLogger(BochsDispi.class).debug("write of {} to DISPI register {}", value, register);
        }
        fit();
        onChange.run();
    }

    private void setDepth(int value) {
        switch (value) {
            case 0 -> bpp = 8;
            case 4, 8, 15, 16, 24, 32 -> bpp = value;
            default -> LoggerFactory.getLogger(BochsDispi.class).debug("no depth of {} bits", value);
        }
    }

    private void setEnable(int value) {
        boolean starts = !enabled() && (value & ENABLED) != 0;
        enable = value & (ENABLED | GETCAPS | BANK_GRANULARITY_32K | DAC_8_BIT | LFB_ENABLED | NO_CLEAR_MEMORY);
        if (starts) {
            virtualWidth = xres;
            xOffset = 0;
            yOffset = 0;
            bank = 0;
            fit();
            if ((value & NO_CLEAR_MEMORY) == 0) {
                clearScreen();
            }
        }
    }

    private void clearScreen() {
        int length = lineLength() * yres;
        memory.clear(bpp == 4 ? (length + 0xffff >> 16) * VideoMemory.VGA_SIZE : length);
    }

    /** While the screen is shown: keeps it within the memory, however the registers were written. */
    private void fit() {
        if (!enabled()) {
            return;
        }
        virtualWidth = Math.max(virtualWidth, xres);
        if (lineLength() * yres > planeSize()) {
            virtualWidth = xres;
        }
        yres = Math.max(1, Math.min(yres, virtualHeight()));
        xOffset = Math.min(xOffset, virtualWidth - xres);
        yOffset = Math.min(yOffset, Math.max(0, virtualHeight() - yres));
    }

    private int virtualHeight() {
        return Math.min(planeSize() / Math.max(1, lineLength()), 0xffff);
    }

    /** Bytes that lines are laid out in: the memory, or in 4-bit depth a quarter of it. */
    private int planeSize() {
        return bpp == 4 ? memory.size() >> 2 : memory.size();
    }

    private int banks() {
        return planeSize() >> ((enable & BANK_GRANULARITY_32K) != 0 ? 15 : 16);
    }

    State save() {
        return new State(index, id, xres, yres, bpp, enable, bank, virtualWidth, xOffset, yOffset);
    }

    /** Takes over a state, as if the guest had written it. */
    void restore(State state) {
        State known = State.POWER_ON;
        index = state.index & 0xffff;
        id = state.id;
        xres = known.xres;
        yres = known.yres;
        bpp = known.bpp;
        enable = state.enable & 0xff;
        bank = 0;
        virtualWidth = 0;
        xOffset = 0;
        yOffset = 0;
        setDepth(state.bpp);
        xres = Math.clamp(state.xres & ~7, 8, MAX_XRES);
        yres = Math.clamp(state.yres, 1, MAX_YRES);
        virtualWidth = state.virtualWidth & 0xffff;
        bank = state.bank & 0xffff;
        xOffset = state.xOffset & 0xffff;
        yOffset = state.yOffset & 0xffff;
        fit();
    }
}
