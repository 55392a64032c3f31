package org.ring0.devices.video;

/**
 * The VGA's CRT controller (ports 3x4h and 3x5h): the counters that scan the screen. Values spread over several registers
 * are put together here; lines and character clocks count from zero.
 */
final class CrtController {
    static final int HORIZONTAL_TOTAL = 0x00;
    static final int HORIZONTAL_DISPLAY_END = 0x01;
    static final int VERTICAL_TOTAL = 0x06;
    static final int OVERFLOW = 0x07;
    static final int PRESET_ROW_SCAN = 0x08;
    static final int MAXIMUM_SCAN_LINE = 0x09;
    static final int CURSOR_START = 0x0a;
    static final int CURSOR_END = 0x0b;
    static final int START_ADDRESS_HIGH = 0x0c;
    static final int START_ADDRESS_LOW = 0x0d;
    static final int CURSOR_LOCATION_HIGH = 0x0e;
    static final int CURSOR_LOCATION_LOW = 0x0f;
    static final int VERTICAL_RETRACE_START = 0x10;
    static final int VERTICAL_RETRACE_END = 0x11;
    static final int VERTICAL_DISPLAY_END = 0x12;
    static final int OFFSET = 0x13;
    static final int UNDERLINE_LOCATION = 0x14;
    static final int MODE_CONTROL = 0x17;
    static final int LINE_COMPARE = 0x18;
    static final int COUNT = 0x19;

    private static final int INDEX_BITS = 0x3f;
    private static final int OVERFLOW_LINE_COMPARE_8 = 0x10;
    private static final int RETRACE_END_PROTECT = 0x80;
    private static final int CURSOR_OFF = 0x20;
    private static final int SCAN_DOUBLE = 0x80;
    private static final int UNDERLINE_COUNT_BY_4 = 0x20;
    private static final int UNDERLINE_DWORD = 0x40;
    private static final int MODE_ROW_SCAN_0_IS_A13_OFF = 0x01;
    private static final int MODE_ROW_SCAN_1_IS_A14_OFF = 0x02;
    private static final int MODE_HALF_LINE_CLOCK = 0x04;
    private static final int MODE_COUNT_BY_2 = 0x08;
    private static final int MODE_WRAP_A15 = 0x20;
    private static final int MODE_BYTE = 0x40;

    final RegisterFile registers = new RegisterFile(INDEX_BITS, everyBit());

    private static int[] everyBit() {
        int[] bits = new int[COUNT];
        java.util.Arrays.fill(bits, 0xff);
        return bits;
    }

    /** Writes the register that the index selects, unless it is one of those that the protect bit guards. */
    void write(int value) {
        int index = registers.index();
        if (index > OVERFLOW || !registers.has(VERTICAL_RETRACE_END, RETRACE_END_PROTECT)) {
            registers.write(value);
        } else if (index == OVERFLOW) {
            int kept = registers.get(OVERFLOW) & ~OVERFLOW_LINE_COMPARE_8;
            registers.write(kept | value & OVERFLOW_LINE_COMPARE_8);
        }
    }

    /** Character clocks of a line. */
    int horizontalTotal() {
        return registers.get(HORIZONTAL_TOTAL) + 5;
    }

    /** Characters that a line shows. */
    int columns() {
        return registers.get(HORIZONTAL_DISPLAY_END) + 1;
    }

    /** Lines of a frame. */
    int verticalTotal() {
        return (registers.get(VERTICAL_TOTAL) | overflow(0x01, 8) | overflow(0x20, 9)) + 2;
    }

    /** Lines that a frame shows. */
    int lines() {
        return (registers.get(VERTICAL_DISPLAY_END) | overflow(0x02, 8) | overflow(0x40, 9)) + 1;
    }

    /** The line at which the vertical retrace begins. */
    int verticalRetraceStart() {
        return registers.get(VERTICAL_RETRACE_START) | overflow(0x04, 8) | overflow(0x80, 9);
    }

    /** Lines for which the vertical retrace lasts: until the four low bits of the line equal those of the end. */
    int verticalRetraceLength() {
        int length = registers.get(VERTICAL_RETRACE_END) - verticalRetraceStart() & 0x0f;
        return length == 0 ? 16 : length;
    }

    /** The last line above the split, which shows memory from address 0. */
    int lineCompare() {
        int bit9 = (registers.get(MAXIMUM_SCAN_LINE) & 0x40) << 3;
        return registers.get(LINE_COMPARE) | overflow(OVERFLOW_LINE_COMPARE_8, 8) | bit9;
    }

    /** Scan lines that each step of the vertical counter takes: 1 or 2. */
    int linesPerCount() {
        return registers.has(MODE_CONTROL, MODE_HALF_LINE_CLOCK) ? 2 : 1;
    }

    /** The last scan line of a row of characters, or how often a line of pixels is repeated. */
    int maximumScanLine() {
        return registers.get(MAXIMUM_SCAN_LINE) & 0x1f;
    }

    boolean doubleScan() {
        return registers.has(MAXIMUM_SCAN_LINE, SCAN_DOUBLE);
    }

    int presetRowScan() {
        return registers.get(PRESET_ROW_SCAN) & 0x1f;
    }

    /** Characters by which the picture is moved left. */
    int bytePanning() {
        return registers.get(PRESET_ROW_SCAN) >> 5 & 3;
    }

    int startAddress() {
        return registers.get(START_ADDRESS_HIGH) << 8 | registers.get(START_ADDRESS_LOW);
    }

    /** Counts of the memory address from one row to the next. */
    int rowStride() {
        return 2 * registers.get(OFFSET);
    }

    boolean cursorOff() {
        return registers.has(CURSOR_START, CURSOR_OFF);
    }

    int cursorStart() {
        return registers.get(CURSOR_START) & 0x1f;
    }

    int cursorEnd() {
        return registers.get(CURSOR_END) & 0x1f;
    }

    /** The memory address count at which the cursor is, its skew included. */
    int cursorAddress() {
        int location = registers.get(CURSOR_LOCATION_HIGH) << 8 | registers.get(CURSOR_LOCATION_LOW);
        return location + (registers.get(CURSOR_END) >> 5 & 3) & 0xffff;
    }

    int underlineLine() {
        return registers.get(UNDERLINE_LOCATION) & 0x1f;
    }

    /** The memory address count at character {@code column} of a row. */
    int count(int rowStart, int column) {
        int divider = registers.has(UNDERLINE_LOCATION, UNDERLINE_COUNT_BY_4)
                ? 2
                : registers.has(MODE_CONTROL, MODE_COUNT_BY_2) ? 1 : 0;
        return rowStart + (column >> divider) & 0xffff;
    }

    /** The plane offset that a memory address count fetches, by the wiring table of the IBM reference. */
    int planeOffset(int count, int rowScan) {
        int mode = registers.get(MODE_CONTROL);
        int offset = count;
        if (registers.has(UNDERLINE_LOCATION, UNDERLINE_DWORD)) {
            offset = count << 2 | count >> 14 & 3;
        } else if ((mode & MODE_BYTE) == 0) {
            offset = count << 1 | count >> ((mode & MODE_WRAP_A15) != 0 ? 15 : 13) & 1;
        }
        if ((mode & MODE_ROW_SCAN_0_IS_A13_OFF) == 0) {
            offset = offset & ~0x2000 | (rowScan & 1) << 13;
        }
        if ((mode & MODE_ROW_SCAN_1_IS_A14_OFF) == 0) {
            offset = offset & ~0x4000 | (rowScan & 2) << 13;
        }
        return offset & 0xffff;
    }

    private int overflow(int mask, int bit) {
        return registers.has(OVERFLOW, mask) ? 1 << bit : 0;
    }
}
