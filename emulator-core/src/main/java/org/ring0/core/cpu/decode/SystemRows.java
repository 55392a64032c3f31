package org.ring0.core.cpu.decode;

import static org.ring0.core.cpu.decode.OperandCode.*;
import static org.ring0.core.cpu.isa.Mnemonic.*;

import java.util.List;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;

/** System instructions that came with or after Intel 64, each with a feature of its own (SDM Vol. 2). */
final class SystemRows {
    private SystemRows() {}

    /** CLAC and STAC are #UD, not #GP, outside level 0: their bodies ask. */
    static List<Row> rows() {
        return List.of(
                new Row(0x0f01, CLAC).modRm(0xca).prefix(Row.Prefix.NONE).needs(Feature.SMAP),
                new Row(0x0f01, STAC).modRm(0xcb).prefix(Row.Prefix.NONE).needs(Feature.SMAP),
                base(RDFSBASE, 0),
                base(RDGSBASE, 1),
                base(WRFSBASE, 2),
                base(WRGSBASE, 3),
                new Row(0x0f3882, INVPCID, Gy, Mdq)
                        .prefix(Row.Prefix.P66)
                        .cpl0()
                        .needs(Feature.INVPCID));
    }

    private static Row base(Mnemonic mnemonic, int digit) {
        return new Row(0x0fae, mnemonic, Ey)
                .digit(digit)
                .register()
                .prefix(Row.Prefix.PF3)
                .only64()
                .needs(Feature.FSGSBASE);
    }
}
