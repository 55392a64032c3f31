package org.ring0.core.debug.symbol;

/** The forms of values in the tables of a line header of version 5 (DWARF 5, 6.2.4.1 and 7.5.6). */
final class LineForms {
    private static final int DW_FORM_BLOCK2 = 0x03;
    private static final int DW_FORM_BLOCK4 = 0x04;
    private static final int DW_FORM_DATA2 = 0x05;
    private static final int DW_FORM_DATA4 = 0x06;
    private static final int DW_FORM_DATA8 = 0x07;
    private static final int DW_FORM_STRING = 0x08;
    private static final int DW_FORM_BLOCK = 0x09;
    private static final int DW_FORM_BLOCK1 = 0x0a;
    private static final int DW_FORM_DATA1 = 0x0b;
    private static final int DW_FORM_FLAG = 0x0c;
    private static final int DW_FORM_SDATA = 0x0d;
    private static final int DW_FORM_STRP = 0x0e;
    private static final int DW_FORM_UDATA = 0x0f;
    private static final int DW_FORM_SEC_OFFSET = 0x17;
    private static final int DW_FORM_STRX = 0x1a;
    private static final int DW_FORM_STRP_SUP = 0x1d;
    private static final int DW_FORM_DATA16 = 0x1e;
    private static final int DW_FORM_LINE_STRP = 0x1f;
    private static final int DW_FORM_STRX1 = 0x25;
    private static final int DW_FORM_STRX2 = 0x26;
    private static final int DW_FORM_STRX3 = 0x27;
    private static final int DW_FORM_STRX4 = 0x28;

    private LineForms() {}

    /** A name; {@code ?} where it lies in a table that line headers alone cannot find (DW_FORM_strx, a supplementary file). */
    static String text(ByteReader from, int form, boolean is64, LineHeader.Texts texts) throws SymbolException {
        switch (form) {
            case DW_FORM_STRING:
                return from.name();
            case DW_FORM_LINE_STRP:
                return texts.lineStrings().at(from.number(is64 ? 8 : 4)).name();
            case DW_FORM_STRP:
                return texts.strings().at(from.number(is64 ? 8 : 4)).name();
            default:
                skip(from, form, is64);
                return "?";
        }
    }

    /** A number; 0 where the form holds none. */
    static long number(ByteReader from, int form, boolean is64) throws SymbolException {
        switch (form) {
            case DW_FORM_UDATA:
                return from.uleb();
            case DW_FORM_DATA1:
                return from.u8();
            case DW_FORM_DATA2:
                return from.u16();
            case DW_FORM_DATA4:
                return from.u32();
            case DW_FORM_DATA8:
                return from.u64();
            default:
                skip(from, form, is64);
                return 0;
        }
    }

    static void skip(ByteReader from, int form, boolean is64) throws SymbolException {
        switch (form) {
            case DW_FORM_DATA1, DW_FORM_FLAG, DW_FORM_STRX1 -> from.skip(1);
            case DW_FORM_DATA2, DW_FORM_STRX2 -> from.skip(2);
            case DW_FORM_STRX3 -> from.skip(3);
            case DW_FORM_DATA4, DW_FORM_STRX4 -> from.skip(4);
            case DW_FORM_DATA8 -> from.skip(8);
            case DW_FORM_DATA16 -> from.skip(16);
            case DW_FORM_UDATA, DW_FORM_SDATA, DW_FORM_STRX -> from.uleb();
            case DW_FORM_STRING -> from.name();
            case DW_FORM_STRP, DW_FORM_LINE_STRP, DW_FORM_SEC_OFFSET, DW_FORM_STRP_SUP -> from.skip(is64 ? 8 : 4);
            case DW_FORM_BLOCK -> from.skip(from.uleb());
            case DW_FORM_BLOCK1 -> from.skip(from.u8());
            case DW_FORM_BLOCK2 -> from.skip(from.u16());
            case DW_FORM_BLOCK4 -> from.skip(from.u32());
            default -> throw new SymbolException("has line numbers with DW_FORM %x".formatted(form));
        }
    }
}
