package org.ring0.core.cpu.isa;

import static org.ring0.core.cpu.isa.Shape.ADDRESS;
import static org.ring0.core.cpu.isa.Shape.COMPARE;
import static org.ring0.core.cpu.isa.Shape.EXCHANGE;
import static org.ring0.core.cpu.isa.Shape.LOOP;
import static org.ring0.core.cpu.isa.Shape.MOVE;
import static org.ring0.core.cpu.isa.Shape.MOVE_IF;
import static org.ring0.core.cpu.isa.Shape.MOVE_SIGNED;
import static org.ring0.core.cpu.isa.Shape.MULTIPLY;
import static org.ring0.core.cpu.isa.Shape.NOTHING;
import static org.ring0.core.cpu.isa.Shape.SET_IF;
import static org.ring0.core.cpu.isa.Shape.SHIFT;
import static org.ring0.core.cpu.isa.Shape.STRING;
import static org.ring0.core.cpu.isa.Shape.SYSTEM;
import static org.ring0.core.cpu.isa.Shape.UNARY;
import static org.ring0.core.cpu.isa.Shape.UPDATE;
import static org.ring0.core.cpu.isa.Shape.UPDATE_CARRY;

import org.ring0.core.cpu.state.FlagKind;

/**
 * Every instruction by its name in the SDM, with its shape, its flags and its body. Forms that the SDM distinguishes by
 * operands alone are one mnemonic; near and far transfers are two, since they have nothing in common but the name. The
 * bodies of SYSTEM instructions are found in {@code SystemBodies}.
 */
public enum Mnemonic {
    // Data transfer
    MOV(MOVE),
    MOVZX(MOVE),
    MOVSX(MOVE_SIGNED),
    MOVSXD(MOVE_SIGNED),
    CMOVCC(MOVE_IF),
    LEA(ADDRESS),
    XCHG(EXCHANGE),
    PUSH(Shape.PUSH),
    POP(Shape.POP),
    /** CBW, CWDE, CDQE: the accumulator from its lower half. */
    CBW(MOVE_SIGNED),
    /** CWD, CDQ, CQO: the sign of the accumulator into DX. */
    CWD,
    BSWAP,
    XLAT,
    CMPXCHG,
    CMPXCHG8B,
    CMPXCHG16B,
    XADD,
    PUSHA,
    POPA,
    ENTER,
    LEAVE,

    // Arithmetic and logic
    ADD(UPDATE, FlagKind.ADD, Alu::add),
    ADC(UPDATE_CARRY, FlagKind.ADD, Alu::adc),
    SUB(UPDATE, FlagKind.SUB, Alu::sub),
    SBB(UPDATE_CARRY, FlagKind.SUB, Alu::sbb),
    CMP(COMPARE, FlagKind.SUB, Alu::sub),
    AND(UPDATE, FlagKind.LOGIC, Alu::and),
    OR(UPDATE, FlagKind.LOGIC, Alu::or),
    XOR(UPDATE, FlagKind.LOGIC, Alu::xor),
    TEST(COMPARE, FlagKind.LOGIC, Alu::and),
    INC(UNARY, FlagKind.INC, Alu::inc),
    DEC(UNARY, FlagKind.DEC, Alu::dec),
    NOT(UNARY, FlagKind.NONE, Alu::not),
    /** The flags are those of 0 - destination. */
    NEG(UNARY, FlagKind.SUB, Alu::neg),
    /** Two and three operands. */
    IMUL(MULTIPLY),
    /** One operand: into DX and the accumulator. */
    IMUL_WIDE,
    MUL,
    DIV,
    IDIV,
    DAA,
    DAS,
    AAA,
    AAS,
    AAM,
    AAD,

    // Shifts and bits
    SHL(new ShiftBody(Shifts::shl, Shifts::shlCarry, true, false, false)),
    SHR(new ShiftBody(Shifts::shr, Shifts::shrCarry, false, false, false)),
    SAR(new ShiftBody(Shifts::sar, Shifts::sarCarry, false, false, false)),
    ROL(new ShiftBody(Shifts::rol, Shifts::rolCarry, true, true, false)),
    ROR(new ShiftBody(Shifts::ror, Shifts::rorCarry, false, true, false)),
    RCL(new ShiftBody(Shifts::rcl, Shifts::rclCarry, true, true, true)),
    RCR(new ShiftBody(Shifts::rcr, Shifts::rcrCarry, false, true, true)),
    SHLD,
    SHRD,
    BT,
    BTS,
    BTR,
    BTC,
    BSF,
    BSR,
    SETCC(SET_IF),

    // LZCNT, BMI, ADX and MOVBE
    LZCNT,
    TZCNT,
    ANDN,
    BEXTR,
    BLSI,
    BLSMSK,
    BLSR,
    BZHI,
    MULX,
    PDEP,
    PEXT,
    RORX,
    SARX,
    SHLX,
    SHRX,
    ADCX,
    ADOX,
    MOVBE,

    // Control transfer
    JCC(Shape.JUMP_IF),
    JMP(Shape.JUMP),
    CALL(Shape.CALL),
    RET(Shape.RETURN),
    LOOPNE(LOOP),
    LOOPE(LOOP),
    LOOP_(LOOP, "LOOP"),
    JCXZ(LOOP),
    JMPF,
    CALLF,
    RETF,
    INT,
    INT3,
    INTO,
    INT1,
    IRET,
    BOUND,

    // Strings
    MOVS(STRING),
    CMPS(STRING),
    SCAS(STRING),
    LODS(STRING),
    STOS(STRING),
    INS(STRING),
    OUTS(STRING),

    // Flags
    CLC,
    STC,
    CMC,
    CLD,
    STD,
    CLI,
    STI,
    LAHF,
    SAHF,
    PUSHF,
    POPF,
    SALC,

    // Segments
    MOV_SREG,
    MOV_FROM_SREG,
    PUSH_SREG,
    POP_SREG,
    LES,
    LDS,
    LSS,
    LFS,
    LGS,

    // Ports
    IN,
    OUT,

    // System
    NOP(NOTHING),
    HLT,
    CLTS,
    LGDT,
    SGDT,
    LIDT,
    SIDT,
    LLDT,
    SLDT,
    LTR,
    STR,
    LMSW,
    SMSW,
    LAR,
    LSL,
    VERR,
    VERW,
    ARPL,
    MOV_CR,
    MOV_FROM_CR,
    MOV_DR,
    MOV_FROM_DR,
    INVLPG,
    INVD,
    WBINVD,
    RDMSR,
    WRMSR,
    RDTSC,
    RDTSCP,
    RDPID,
    RDRAND,
    RDSEED,
    XGETBV,
    XSAVE,
    XSAVEOPT,
    XSAVEC,
    XRSTOR,
    XSETBV,
    RDPMC,
    CPUID,
    SYSENTER,
    SYSEXIT,
    SYSCALL,
    SYSRET,
    SWAPGS,
    RDFSBASE,
    RDGSBASE,
    WRFSBASE,
    WRGSBASE,
    CLAC,
    STAC,
    INVPCID,
    RSM,
    UD2,

    // x87
    FADD,
    FADDP,
    FIADD,
    FMUL,
    FMULP,
    FIMUL,
    FSUB,
    FSUBP,
    FISUB,
    FSUBR,
    FSUBRP,
    FISUBR,
    FDIV,
    FDIVP,
    FIDIV,
    FDIVR,
    FDIVRP,
    FIDIVR,
    FCOM,
    FCOMP,
    FCOMPP,
    FICOM,
    FICOMP,
    FUCOM,
    FUCOMP,
    FUCOMPP,
    FCOMI,
    FCOMIP,
    FUCOMI,
    FUCOMIP,
    FTST,
    FXAM,
    FLD,
    FILD,
    FBLD,
    FST,
    FSTP,
    FIST,
    FISTP,
    FBSTP,
    FXCH,
    FCMOVB,
    FCMOVE,
    FCMOVBE,
    FCMOVU,
    FCMOVNB,
    FCMOVNE,
    FCMOVNBE,
    FCMOVNU,
    FLD1,
    FLDL2T,
    FLDL2E,
    FLDPI,
    FLDLG2,
    FLDLN2,
    FLDZ,
    FCHS,
    FABS,
    FSQRT,
    FRNDINT,
    FSCALE,
    FPREM,
    FPREM1,
    FXTRACT,
    FSIN,
    FCOS,
    FSINCOS,
    FPTAN,
    FPATAN,
    F2XM1,
    FYL2X,
    FYL2XP1,
    FINCSTP,
    FDECSTP,
    FFREE,
    FFREEP,
    FNOP,
    FNINIT,
    FNCLEX,
    FNSTCW,
    FLDCW,
    FNSTSW,
    FNSTENV,
    FLDENV,
    FNSAVE,
    FRSTOR,
    FXSAVE,
    FXRSTOR,
    FWAIT,

    // MMX
    EMMS,
    MOVD,
    MOVQ,
    PACKSSWB,
    PACKSSDW,
    PACKUSWB,
    PADDB,
    PADDW,
    PADDD,
    PADDSB,
    PADDSW,
    PADDUSB,
    PADDUSW,
    PAND,
    PANDN,
    PCMPEQB,
    PCMPEQW,
    PCMPEQD,
    PCMPGTB,
    PCMPGTW,
    PCMPGTD,
    PMADDWD,
    PMULHW,
    PMULLW,
    POR,
    PSLLW,
    PSLLD,
    PSLLQ,
    PSRAW,
    PSRAD,
    PSRLW,
    PSRLD,
    PSRLQ,
    PSUBB,
    PSUBW,
    PSUBD,
    PSUBSB,
    PSUBSW,
    PSUBUSB,
    PSUBUSW,
    PUNPCKHBW,
    PUNPCKHWD,
    PUNPCKHDQ,
    PUNPCKLBW,
    PUNPCKLWD,
    PUNPCKLDQ,
    PXOR,

    // SSE, SSE2 and SSE3
    MOVUPS,
    MOVUPD,
    MOVSS,
    MOVSD,
    MOVLPS,
    MOVHLPS,
    MOVLPD,
    MOVSLDUP,
    MOVDDUP,
    UNPCKLPS,
    UNPCKLPD,
    UNPCKHPS,
    UNPCKHPD,
    MOVHPS,
    MOVLHPS,
    MOVHPD,
    MOVSHDUP,
    MOVAPS,
    MOVAPD,
    MOVNTPS,
    MOVNTPD,
    MOVMSKPS,
    MOVMSKPD,
    CVTPI2PS,
    CVTPI2PD,
    CVTSI2SS,
    CVTSI2SD,
    CVTTPS2PI,
    CVTTPD2PI,
    CVTTSS2SI,
    CVTTSD2SI,
    CVTPS2PI,
    CVTPD2PI,
    CVTSS2SI,
    CVTSD2SI,
    CVTPS2PD,
    CVTPD2PS,
    CVTSS2SD,
    CVTSD2SS,
    CVTDQ2PS,
    CVTPS2DQ,
    CVTTPS2DQ,
    CVTTPD2DQ,
    CVTDQ2PD,
    CVTPD2DQ,
    UCOMISS,
    UCOMISD,
    COMISS,
    COMISD,
    SQRTPS,
    SQRTPD,
    SQRTSS,
    SQRTSD,
    RSQRTPS,
    RSQRTSS,
    RCPPS,
    RCPSS,
    ANDPS,
    ANDPD,
    ANDNPS,
    ANDNPD,
    ORPS,
    ORPD,
    XORPS,
    XORPD,
    ADDPS,
    ADDPD,
    ADDSS,
    ADDSD,
    MULPS,
    MULPD,
    MULSS,
    MULSD,
    SUBPS,
    SUBPD,
    SUBSS,
    SUBSD,
    MINPS,
    MINPD,
    MINSS,
    MINSD,
    DIVPS,
    DIVPD,
    DIVSS,
    DIVSD,
    MAXPS,
    MAXPD,
    MAXSS,
    MAXSD,
    HADDPD,
    HADDPS,
    HSUBPD,
    HSUBPS,
    CMPPS,
    CMPPD,
    CMPSS,
    CMPSD,
    SHUFPS,
    SHUFPD,
    ADDSUBPD,
    ADDSUBPS,
    LDMXCSR,
    STMXCSR,
    LFENCE,
    MFENCE,
    SFENCE,
    CLFLUSH,
    CLFLUSHOPT,
    CLWB,
    MOVNTI,
    MOVQ2DQ,
    MOVDQ2Q,
    MOVNTQ,
    MOVNTDQ,
    LDDQU,
    MASKMOVQ,
    MASKMOVDQU,
    PUNPCKLQDQ,
    PUNPCKHQDQ,
    MOVDQA,
    MOVDQU,
    PSHUFW,
    PSHUFD,
    PSHUFHW,
    PSHUFLW,
    PSRLDQ,
    PSLLDQ,
    PINSRW,
    PEXTRW,
    PADDQ,
    PMOVMSKB,
    PMINUB,
    PMAXUB,
    PAVGB,
    PAVGW,
    PMULHUW,
    PMINSW,
    PMAXSW,
    PMULUDQ,
    PSADBW,
    PSUBQ,

    // SSSE3 and POPCNT
    PSHUFB,
    PHADDW,
    PHADDD,
    PHADDSW,
    PMADDUBSW,
    PHSUBW,
    PHSUBD,
    PHSUBSW,
    PSIGNB,
    PSIGNW,
    PSIGND,
    PMULHRSW,
    PABSB,
    PABSW,
    PABSD,
    PALIGNR,
    POPCNT,

    // SSE4.1 and SSE4.2
    PBLENDVB,
    BLENDVPS,
    BLENDVPD,
    PTEST,
    PMOVSXBW,
    PMOVSXBD,
    PMOVSXBQ,
    PMOVSXWD,
    PMOVSXWQ,
    PMOVSXDQ,
    PMULDQ,
    PCMPEQQ,
    MOVNTDQA,
    PACKUSDW,
    PMOVZXBW,
    PMOVZXBD,
    PMOVZXBQ,
    PMOVZXWD,
    PMOVZXWQ,
    PMOVZXDQ,
    PCMPGTQ,
    PMINSB,
    PMINSD,
    PMINUW,
    PMINUD,
    PMAXSB,
    PMAXSD,
    PMAXUW,
    PMAXUD,
    PMULLD,
    PHMINPOSUW,
    CRC32,
    ROUNDPS,
    ROUNDPD,
    ROUNDSS,
    ROUNDSD,
    BLENDPS,
    BLENDPD,
    PBLENDW,
    PEXTRB,
    /** And PEXTRQ with REX.W. */
    PEXTRD,
    EXTRACTPS,
    PINSRB,
    INSERTPS,
    /** And PINSRQ with REX.W. */
    PINSRD,
    DPPS,
    DPPD,
    MPSADBW,
    PCMPESTRM,
    PCMPESTRI,
    PCMPISTRM,
    PCMPISTRI,

    // AES, PCLMULQDQ and SHA
    AESIMC,
    AESENC,
    AESENCLAST,
    AESDEC,
    AESDECLAST,
    AESKEYGENASSIST,
    PCLMULQDQ,
    SHA1NEXTE,
    SHA1MSG1,
    SHA1MSG2,
    SHA1RNDS4,
    SHA256RNDS2,
    SHA256MSG1,
    SHA256MSG2;

    private final Shape shape;
    private final FlagKind flagKind;
    private final String display;
    private final Alu.Binary binary;
    private final Alu.WithCarry withCarry;
    private final Alu.Unary unary;
    private final ShiftBody shift;

    Mnemonic() {
        this(SYSTEM);
    }

    Mnemonic(Shape shape) {
        this(shape, null, FlagKind.NONE, null, null, null, null);
    }

    Mnemonic(Shape shape, String display) {
        this(shape, display, FlagKind.NONE, null, null, null, null);
    }

    Mnemonic(Shape shape, FlagKind flagKind, Alu.Binary binary) {
        this(shape, null, flagKind, binary, null, null, null);
    }

    Mnemonic(Shape shape, FlagKind flagKind, Alu.WithCarry withCarry) {
        this(shape, null, flagKind, null, withCarry, null, null);
    }

    Mnemonic(Shape shape, FlagKind flagKind, Alu.Unary unary) {
        this(shape, null, flagKind, null, null, unary, null);
    }

    Mnemonic(ShiftBody shift) {
        this(SHIFT, null, shift.rotates() ? FlagKind.EXPLICIT : FlagKind.RESULT, null, null, null, shift);
    }

    Mnemonic(
            Shape shape,
            String display,
            FlagKind flagKind,
            Alu.Binary binary,
            Alu.WithCarry withCarry,
            Alu.Unary unary,
            ShiftBody shift) {
        this.shape = shape;
        this.flagKind = flagKind;
        this.display = display == null ? name().replaceFirst("_.*", "") : display;
        this.binary = binary;
        this.withCarry = withCarry;
        this.unary = unary;
        this.shift = shift;
    }

    public Shape shape() {
        return shape;
    }

    /** How the flags follow from what the body was given and gave; {@code NONE} leaves them alone. */
    public FlagKind flagKind() {
        return flagKind;
    }

    /** The name as the SDM prints it, condition codes and sizes left to the disassembler. */
    public String display() {
        return display;
    }

    /** The body of UPDATE and COMPARE. */
    public Alu.Binary binary() {
        return binary;
    }

    /** The body of UPDATE_CARRY. */
    public Alu.WithCarry withCarry() {
        return withCarry;
    }

    /** The body of UNARY. */
    public Alu.Unary unary() {
        return unary;
    }

    /** The body of SHIFT. */
    public ShiftBody shift() {
        return shift;
    }
}
