package org.ring0.devices.video;

/**
 * The CRT controller's counters over one frame: for each scan line, which row of characters or pixels it belongs to and
 * which line of that row it is.
 */
final class ScanCounter {
    private final CrtController crtc;
    private final boolean splitIsNotPanned;
    private int line;
    private int rowStart;
    private int rowScan;
    private boolean repeated;
    private boolean split;

    ScanCounter(CrtController crtc, AttributeController attributes) {
        this.crtc = crtc;
        this.splitIsNotPanned = attributes.splitIsNotPanned();
        rowStart = crtc.startAddress() + crtc.bytePanning();
        rowScan = crtc.presetRowScan();
    }

    /** The memory address count at the row's first character. */
    int rowStart() {
        return rowStart;
    }

    /** The line within the row. */
    int rowScan() {
        return rowScan;
    }

    /** Whether the line is moved left by the panning registers. */
    boolean panned() {
        return !split || !splitIsNotPanned;
    }

    /** Goes on to the next scan line; true where a row begins. */
    boolean next() {
        int count = line / crtc.linesPerCount();
        line++;
        if (count == crtc.lineCompare() && line / crtc.linesPerCount() > count) {
            split = true;
            rowStart = splitIsNotPanned ? 0 : crtc.bytePanning();
            rowScan = 0;
            repeated = false;
            return true;
        }
        if (crtc.doubleScan() && !repeated) {
            repeated = true;
            return false;
        }
        repeated = false;
        if (rowScan == crtc.maximumScanLine()) {
            rowScan = 0;
            rowStart += crtc.rowStride();
            return true;
        }
        rowScan = rowScan + 1 & 0x1f;
        return false;
    }
}
