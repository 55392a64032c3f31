package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;

/**
 * BMI1, BMI2, ADX and MOVBE in the three-byte maps 0F 38 and 0F 3A (SDM Vol. 2D, tables ), in opcode order. Those
 * of BMI have a VEX prefix, though their registers are general ones.
 */
final class BitManipulationRows extends PrefixedRows {
    private BitManipulationRows() {
        super(0, Feature.BMI1, Feature.BMI2);
    }

    static List<Row> rows() {
        BitManipulationRows map = new BitManipulationRows();
        map.row(Row.Prefix.NFX, MAP_0F38 | 0xf0, MOVBE, Gv, M).needs(Feature.MOVBE);
        map.row(Row.Prefix.NFX, MAP_0F38 | 0xf1, MOVBE, M, Gv).needs(Feature.MOVBE);
        map.row(Row.Prefix.P66, MAP_0F38 | 0xf6, ADCX, Gy, Ey).needs(Feature.ADX);
        map.row(Row.Prefix.PF3, MAP_0F38 | 0xf6, ADOX, Gy, Ey).needs(Feature.ADX);
        map.vex();
        return map.written();
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
        f2(MAP_0F3A | 0xf0, RORX, Gy, Ey, Ib).vex().vexL(0);
    }

    private Row bmi1(int opcode, Mnemonic mnemonic, OperandCode... operands) {
        return np(MAP_0F38 | opcode, mnemonic, operands).vex().vexL(0);
    }

    private void bmi2(Row.Prefix prefix, int opcode, Mnemonic mnemonic, OperandCode... operands) {
        row(prefix, MAP_0F38 | opcode, mnemonic, operands).vex().vexL(0).needs(Feature.BMI2);
    }
}
