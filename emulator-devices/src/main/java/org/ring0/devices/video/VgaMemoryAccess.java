package org.ring0.devices.video;

import org.ring0.core.memory.MmioDevice;

/**
 * The CPU's window on the video memory, 128 KiB at A0000h: where in it the card answers, which planes an address means, and
 * the latches. While the VBE extension shows a linear depth the window is 64 KiB of the frame buffer, moved by the bank
 * register.
 */
final class VgaMemoryAccess implements MmioDevice {
    private static final int WINDOW = 0x2_0000;
    private static final int BANK_WINDOW = 0x1_0000;
    private static final int NOT_DECODED = 0xff;
    private static final int[] MAP_FIRST = {0, 0, 0x1_0000, 0x1_8000};
    private static final int[] MAP_LENGTH = {WINDOW, 0x1_0000, 0x8000, 0x8000};

    private final VideoMemory memory;
    private final Sequencer sequencer;
    private final GraphicsController graphics;
    private final BochsDispi dispi;
    private int latches;
    private long changes;

    // What follows from the registers; see configure.
    private int first;
    private int length;
    private boolean linear;
    private int base;
    private boolean chain4;
    private boolean chainOddEven;
    private boolean oddEvenWrites;
    private boolean plain;
    private int writable;

    VgaMemoryAccess(VideoMemory memory, Sequencer sequencer, GraphicsController graphics, BochsDispi dispi) {
        this.memory = memory;
        this.sequencer = sequencer;
        this.graphics = graphics;
        this.dispi = dispi;
    }

    /** To be called after every change of a register. {@code decoding}: misc output lets the CPU see the memory at all. */
    void configure(boolean decoding) {
        linear = dispi.linear();
        base = dispi.enabled() ? dispi.bankOffset() : 0;
        first = linear ? 0 : MAP_FIRST[graphics.memoryMap()];
        length = !decoding ? 0 : linear ? BANK_WINDOW : MAP_LENGTH[graphics.memoryMap()];
        chain4 = sequencer.chain4();
        chainOddEven = graphics.chainOddEven();
        oddEvenWrites = sequencer.oddEvenWrites();
        plain = graphics.writesPlainBytes();
        writable = GraphicsController.bytesOf(sequencer.mapMask());
    }

    /** The part of the window that now is plain memory, or null. */
    Vga.LinearWindow linearWindow() {
        if (length < BANK_WINDOW || !linear && (!chain4 || !plain || writable != -1 || graphics.readMode1())) {
            return null;
        }
        return new Vga.LinearWindow(BANK_WINDOW, base & memory.size() - 1);
    }

    /** The planes' bytes at the last read, plane 0 in the low byte. */
    int latches() {
        return latches;
    }

    void setLatches(int value) {
        latches = value;
    }

    /** Bytes written so far, modulo 2^64. */
    long changes() {
        return changes;
    }

    @Override
    public int read(int offset, int size) {
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= readByte(offset + i) << 8 * i;
        }
        return value;
    }

    @Override
    public void write(int offset, int value, int size) {
        for (int i = 0; i < size; i++) {
            writeByte(offset + i, value >>> 8 * i & 0xff);
        }
    }

    private int readByte(int offset) {
        int address = offset - first;
        if (address < 0 || address >= length) {
            return NOT_DECODED;
        }
        if (linear) {
            return memory.get(base + address);
        }
        latches = memory.planes(base + planeOffset(address));
        if (graphics.readMode1()) {
            return graphics.compare(latches);
        }
        int plane = graphics.registers.get(GraphicsController.READ_MAP_SELECT);
        if (chain4) {
            plane = address & 3;
        } else if (graphics.oddEvenReads()) {
            plane = plane & 2 | address & 1;
        }
        return latches >>> 8 * plane & 0xff;
    }

    private void writeByte(int offset, int data) {
        int address = offset - first;
        if (address < 0 || address >= length) {
            return;
        }
        changes++;
        if (linear) {
            memory.set(base + address, data);
            return;
        }
        int planes = writable;
        if (chain4) {
            planes &= 0xff << 8 * (address & 3);
        } else if (oddEvenWrites) {
            planes &= (address & 1) == 0 ? 0x00ff00ff : 0xff00ff00;
        }
        int value = plain ? data * 0x01010101 : graphics.planesFor(data, latches);
        memory.setPlanes(base + planeOffset(address), value, planes);
    }

    /** The address bits that select planes do not reach them; bits above 15 come in their place. */
    private int planeOffset(int address) {
        if (chain4) {
            return address & 0xfffc | address >>> 16 & 3;
        }
        return chainOddEven ? address & 0xfffe | address >>> 16 & 1 : address & 0xffff;
    }
}
