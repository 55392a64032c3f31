package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;

/**
 * BMI1, BMI2, ADX and MOVBE in the three-byte maps 0F 38 and 0F 3A (SDM Vol. 2D, tables ), in opcode order. Those
 * of BMI have a VEX prefix, though their registers are general ones.
 */
final class BitManipulationRows {
    private static final int MAP_0F38 = 0x0f_3800;
    private static final int MAP_0F3A = 0x0f_3a00;

    private final List<Row> rows = new ArrayList<>();

    private BitManipulationRows() {}

    static List<Row> rows() {
        BitManipulationRows map = new BitManipulationRows();
        map.row(Row.Prefix.NFX, 0xf0, MOVBE, Gv, M).needs(Feature.MOVBE);
        map.row(Row.Prefix.NFX, 0xf1, MOVBE, M, Gv).needs(Feature.MOVBE);
        map.row(Row.Prefix.P66, 0xf6, ADCX, Gy, Ey).needs(Feature.ADX);
        map.row(Row.Prefix.PF3, 0xf6, ADOX, Gy, Ey).needs(Feature.ADX);
        map.vex();
        return map.rows;
    }

    private Row row(Row.Prefix prefix, int opcode, Mnemonic mnemonic, OperandCode... operands) {
        Row row = new Row(MAP_0F38 | opcode, mnemonic, operands).prefix(prefix);
        rows.add(row);
        return row;
    }

    private void vex() {
        bmi1(0xf2, ANDN, Gy, By, Ey);
        bmi1(0xf3, BLSR, By, Ey).digit(1);
        bmi1(0xf3, BLSMSK, By, Ey).digit(2);
        bmi1(0xf3, BLSI, By, Ey).digit(3);
        bmi2(Row.Prefix.NONE, 0xf5, BZHI, Gy, Ey, By);
        bmi2(Row.Prefix.PF3, 0xf5, PEXT, Gy, By, Ey);
        bmi2(Row.Prefix.PF2, 0xf5, PDEP, Gy, By, Ey);
        bmi2(Row.Prefix.PF2, 0xf6, MULX, Gy, By, Ey);
        bmi1(0xf7, BEXTR, Gy, Ey, By);
        bmi2(Row.Prefix.P66, 0xf7, SHLX, Gy, Ey, By);
        bmi2(Row.Prefix.PF3, 0xf7, SARX, Gy, Ey, By);
        bmi2(Row.Prefix.PF2, 0xf7, SHRX, Gy, Ey, By);
        Row rorx = new Row(MAP_0F3A | 0xf0, RORX, Gy, Ey, Ib).prefix(Row.Prefix.PF2);
        rows.add(rorx.vex().vexL(0).needs(Feature.BMI2));
    }

    private Row bmi1(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        return row(Row.Prefix.NONE, opcode, mnemonic, operands).vex().vexL(0).needs(Feature.BMI1);
    }

    private void bmi2(Row.Prefix prefix, int opcode, Mnemonic mnemonic, OperandCode... operands) {
        row(prefix, opcode, mnemonic, operands).vex().vexL(0).needs(Feature.BMI2);
    }
}
