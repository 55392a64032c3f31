package org.ring0.core.cpu.decode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ring0.core.cpu.isa.Instruction;

/** All rows, found by opcode. */
public final class OpcodeMaps {
    private static final List<Row> ALL = collect();
    private static final Map<Integer, List<Row>> BY_OPCODE = index(false);
    private static final Map<Integer, List<Row>> BY_VEX_OPCODE = index(true);

    private OpcodeMaps() {}

    /** Every row, in opcode order within each map. */
    public static List<Row> rows() {
        return ALL;
    }

    /** The rows of an opcode: one byte, or 0x0F00, 0x0F3800 or 0x0F3A00 plus the byte. Empty: undefined. */
    static List<Row> of(int opcode) {
        return BY_OPCODE.getOrDefault(opcode, List.of());
    }

    /** The rows of an opcode behind a VEX prefix, which names the map. */
    static List<Row> ofVex(int opcode) {
        return BY_VEX_OPCODE.getOrDefault(opcode, List.of());
    }

    /** The row that a decoded instruction matched, or null where its bytes are undefined. */
    public static Row of(Instruction instruction) {
        return instruction.row == Instruction.UNDEFINED ? null : ALL.get(instruction.row);
    }

    private static List<Row> collect() {
        List<Row> rows = new ArrayList<>();
        rows.addAll(OneByteRows.rows());
        rows.addAll(X87Rows.rows());
        rows.addAll(TwoByteRows.rows());
        rows.addAll(SystemRows.rows());
        rows.addAll(BitManipulationRows.rows());
        rows.addAll(MmxRows.rows());
        rows.addAll(SseRows.rows());
        rows.addAll(XmmIntegerRows.rows());
        rows.addAll(Ssse3Rows.rows());
        rows.addAll(Sse4Rows.rows());
        rows.addAll(CryptographyRows.rows());
        for (int number = 0; number < rows.size(); number++) {
            rows.get(number).number(number);
        }
        return Collections.unmodifiableList(rows);
    }

    private static Map<Integer, List<Row>> index(boolean vex) {
        Map<Integer, List<Row>> index = new HashMap<>();
        for (Row row : ALL) {
            if (row.isVex() == vex) {
                index.computeIfAbsent(row.opcode(), key -> new ArrayList<>()).add(row);
            }
        }
        return index;
    }
}
