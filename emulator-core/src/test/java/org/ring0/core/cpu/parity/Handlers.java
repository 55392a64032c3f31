package org.ring0.core.cpu.parity;

import java.util.HexFormat;

/**
 * Exception handlers in machine code that let a random program go on: most step over one byte of the faulting instruction, so
 * that what follows is more random code. Each counts {@link #FUEL} down and halts at its end.
 */
final class Handlers {
    /** A word that the handlers find through SS. */
    static final int FUEL = 0x5f00;
    /** The software interrupt that ends a program. */
    static final int END_VECTOR = 0xff;
    /** Room for one handler. */
    static final int STRIDE = 0x40;
    /** Vectors with handlers of their own; all above are those of {@code OTHER}. */
    static final int OTHER = 18;

    private static final int DB = 1;
    private static final int NM = 7;
    private static final int PF = 14;
    private static final int MF = 16;
    private static final int AC = 17;

    private Handlers() {}

    /** A 32-bit handler behind a 32-bit gate. With {@code mapsPages}, #PF sets P, W and U of the page in the table at 4000h. */
    static byte[] wide(int vector, boolean mapsPages, int entrySize) {
        // DEC word [ss:FUEL]; JNZ over HLT
        String fuel = "3666ff0d" + "005f0000" + "7501" + "f4";
        return HexFormat.of()
                .parseHex(fuel
                        + switch (vector) {
                            // AND byte [esp+9], ~TF; OR byte [esp+10], RF; IRETD
                            case DB -> "80642409fe" + "804c240a01" + "cf";
                            case NM -> "0f06cf"; // CLTS
                            case MF -> "dbe2cf"; // FNCLEX
                            // AND byte [esp+14], ~AC; ADD ESP, 4
                            case AC -> "8064240efb" + "83c404" + "cf";
                            case PF -> mapsPages ? mapPage(entrySize) : "83c404" + "ff0424" + "cf";
                            // ADD ESP, 4; INC dword [esp]
                            case 8, 10, 11, 12, 13 -> "83c404" + "ff0424" + "cf";
                            case 0, 5, 6 -> "ff0424" + "cf";
                            default -> "cf";
                        });
    }

    /** A 64-bit handler behind a 64-bit gate; as {@link #wide}. */
    static byte[] long64(int vector, boolean mapsPages) {
        // DEC word [FUEL]; JNZ over HLT
        String fuel = "66ff0c25" + "005f0000" + "7501" + "f4";
        String skip = "48ff0424" + "48cf"; // INC qword [rsp]; IRETQ
        String skipWithError = "4883c408" + skip; // ADD RSP, 8
        return HexFormat.of()
                .parseHex(fuel
                        + switch (vector) {
                            // AND byte [rsp+17], ~TF; OR byte [rsp+18], RF; IRETQ
                            case DB -> "80642411fe" + "804c241201" + "48cf";
                            case NM -> "0f0648cf"; // CLTS
                            case MF -> "dbe248cf"; // FNCLEX
                            // AND byte [rsp+26], ~AC; ADD RSP, 8
                            case AC -> "8064241afb" + "4883c408" + "48cf";
                            case PF -> mapsPages ? mapPage64() : skipWithError;
                            case 8, 10, 11, 12, 13 -> skipWithError;
                            case 0, 5, 6 -> skip;
                            default -> "48cf";
                        });
    }

    private static String mapPage64() {
        // PUSH RAX; MOV RAX, CR2; SHR EAX, 12; CMP EAX, 32; JAE; OR byte [4000h+RAX*8], 7
        return "50" + "0f20d0" + "c1e80c" + "83f820" + "7315" + "800cc50040000007"
                // MOV RAX, CR2; INVLPG [RAX]; POP RAX; ADD RSP, 8; IRETQ
                + "0f20d0" + "0f0138" + "58" + "4883c408" + "48cf"
                // POP RAX; ADD RSP, 8; INC qword [rsp]; IRETQ
                + "58" + "4883c408" + "48ff0424" + "48cf";
    }

    /** Maps the page in CR2 if the first page table has it, otherwise steps over a byte. */
    private static String mapPage(int entrySize) {
        String scaled = entrySize == 4 ? "85" : "c5";
        // PUSH EAX; MOV EAX, CR2; SHR EAX, 12; CMP EAX, 32; JAE; OR byte [ss:4000h+EAX*size], 7
        return "50" + "0f20d0" + "c1e80c" + "83f820" + "7315" + "36800c" + scaled + "0040000007"
                // MOV EAX, CR2; INVLPG [ss:EAX]; POP EAX; ADD ESP, 4; IRETD
                + "0f20d0" + "360f0138" + "58" + "83c404" + "cf"
                // POP EAX; ADD ESP, 4; INC dword [esp]; IRETD
                + "58" + "83c404" + "ff0424" + "cf";
    }

    /** A 16-bit handler behind a 16-bit gate, or in real mode, where nothing pushes error codes. */
    static byte[] narrow(int vector, boolean real) {
        String fuel = "36ff0e" + "005f" + "7501" + "f4";
        boolean errorCode = !real && (vector == 8 || vector >= 10 && vector <= 14 || vector == AC);
        return HexFormat.of()
                .parseHex(fuel
                        + switch (vector) {
                            // DR7 = 0, since no 16-bit frame holds RF; AND byte [bp+7], ~TF
                            case DB -> "6650" + "6631c0" + "0f23f8" + "6658" + "5589e5" + "806607fe" + "5dcf";
                            case NM -> "0f06cf";
                            case MF -> "dbe2cf";
                            case 0, 5, 6, 8, 10, 11, 12, 13, 14, 17 ->
                                errorCode
                                        // INC word [bp+4]; POP BP; ADD SP, 2
                                        ? "5589e5" + "ff4604" + "5d" + "83c402" + "cf"
                                        : "5589e5" + "ff4602" + "5d" + "cf";
                            default -> "cf";
                        });
    }
}
