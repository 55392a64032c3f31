package org.ring0.core.cpu.translator;

import static org.objectweb.asm.Opcodes.*;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;

/**
 * SSE's moves and packed integers, on pairs of longs. Where SSE is not enabled and where a memory operand is not aligned the
 * region is left, and the interpreter raises what there is to raise.
 */
final class SseEmitter {
    private static final int SIZE = 16;

    private final Code code;
    private final MemoryEmitter memory;
    private final XmmRegisters xmm;
    private final FlagEmitter flags;
    private final SseFloatEmitter floats;

    SseEmitter(Code code, MemoryEmitter memory, FlagEmitter flags) {
        this.code = code;
        this.memory = memory;
        this.flags = flags;
        xmm = code.xmm;
        floats = new SseFloatEmitter(code, this, flags);
    }

    /** Whether a region may contain the instruction, which is no other emitter's. */
    static boolean knows(Instruction i) {
        if (!i.xmm) {
            return false;
        }
        return switch (i.mnemonic) {
            case MOVAPS, MOVAPD, MOVDQA, MOVNTPS, MOVNTPD, MOVNTDQ, MOVUPS, MOVUPD, MOVDQU, LDDQU -> true;
            case MOVSS, MOVSD, MOVD, MOVQ, MOVLPS, MOVLPD, MOVHPS, MOVHPD, MOVHLPS, MOVLHPS, MOVDDUP -> true;
            case MOVMSKPS, MOVMSKPD, PMOVMSKB, PEXTRW, PINSRW -> i.opcode >> 8 == 0x0f;
            case PSLLW, PSLLD, PSLLQ, PSRLW, PSRLD, PSRLQ, PSRAW, PSRAD, PSLLDQ, PSRLDQ -> true;
            case PACKSSWB, PACKSSDW, PACKUSWB, PSHUFD, PSHUFLW, PSHUFHW, SHUFPS, SHUFPD -> true;
            case PUNPCKLBW, PUNPCKLWD, PUNPCKLDQ, PUNPCKHBW, PUNPCKHWD, PUNPCKHDQ, PUNPCKLQDQ, PUNPCKHQDQ -> true;
            case UNPCKLPS, UNPCKHPS, UNPCKLPD, UNPCKHPD -> true;
            case PSHUFB, PALIGNR, PACKUSDW, PHADDW, PHADDD, PHADDSW, PHSUBW, PHSUBD, PHSUBSW, PTEST -> true;
            case PMOVSXBW, PMOVSXBD, PMOVSXBQ, PMOVSXWD, PMOVSXWQ, PMOVSXDQ -> true;
            case PMOVZXBW, PMOVZXBD, PMOVZXBQ, PMOVZXWD, PMOVZXWQ, PMOVZXDQ -> true;
            default -> PackedBodies.ofHalves(i.mnemonic).isPresent() || SseFloatEmitter.knows(i.mnemonic);
        };
    }

    void emit(Instruction i) {
        if (!xmm.checked) {
            code.mv.visitVarInsn(ILOAD, XmmRegisters.OPEN);
            code.jump(IFEQ, code.miss());
            xmm.checked = true;
        }
        switch (i.mnemonic) {
            case MOVAPS, MOVAPD, MOVDQA, MOVNTPS, MOVNTPD, MOVNTDQ -> move(i, true);
            case MOVUPS, MOVUPD, MOVDQU, LDDQU -> move(i, false);
            case MOVSS -> scalar(i, 4);
            case MOVSD -> scalar(i, 8);
            case MOVD, MOVQ -> general(i);
            case MOVLPS, MOVLPD -> half(i, false);
            case MOVHPS, MOVHPD -> half(i, true);
            case MOVHLPS -> copy(XmmRegisters.high(i.sourceRegister), i, false);
            case MOVLHPS -> copy(XmmRegisters.low(i.sourceRegister), i, true);
            case MOVDDUP -> duplicate(i);
            case MOVMSKPS, MOVMSKPD, PMOVMSKB -> signs(i);
            case PEXTRW -> extract(i);
            case PINSRW -> insert(i);
            case PSLLW, PSLLD, PSLLQ, PSRLW, PSRLD, PSRLQ, PSRAW, PSRAD -> shift(i);
            case PSLLDQ, PSRLDQ -> shiftBytes(i);
            case PSHUFD, PSHUFLW, PSHUFHW, SHUFPS, SHUFPD -> shuffle(i);
            case PSHUFB -> shuffleBytes(i);
            case PALIGNR -> align(i);
            case PACKSSWB, PACKSSDW, PACKUSWB -> pack(i, PackedBodies.MOVES);
            case PHADDW, PHADDD, PHADDSW, PHSUBW, PHSUBD, PHSUBSW -> pack(i, PackedBodies.SSSE3);
            case PACKUSDW -> pack(i, PackedBodies.SSE4);
            case PMOVSXBW, PMOVZXBW -> extend(i, 8, 16);
            case PMOVSXBD, PMOVZXBD -> extend(i, 8, 32);
            case PMOVSXBQ, PMOVZXBQ -> extend(i, 8, 64);
            case PMOVSXWD, PMOVZXWD -> extend(i, 16, 32);
            case PMOVSXWQ, PMOVZXWQ -> extend(i, 16, 64);
            case PMOVSXDQ, PMOVZXDQ -> extend(i, 32, 64);
            case PTEST -> test(i);
            case PUNPCKLBW, PUNPCKLWD, PUNPCKLDQ, UNPCKLPS -> unpack(i, false);
            case PUNPCKHBW, PUNPCKHWD, PUNPCKHDQ, UNPCKHPS -> unpack(i, true);
            case PUNPCKLQDQ, UNPCKLPD -> unpackQuadwords(i, false);
            case PUNPCKHQDQ, UNPCKHPD -> unpackQuadwords(i, true);
            default -> PackedBodies.ofHalves(i.mnemonic).ifPresentOrElse(body -> halves(i, body), () -> floats.emit(i));
        }
    }

    // ------------------------------------------------------------------------------------------------ operands

    void load(int local) {
        code.mv.visitVarInsn(LLOAD, local);
    }

    void store(int local) {
        code.mv.visitVarInsn(LSTORE, local);
    }

    /** Makes the source ready, from memory into a local of its own: what {@link #sourceLow} and {@link #sourceHigh} name. */
    void fetch(Instruction i) {
        if (i.source == Operand.MEMORY) {
            fetch(i, i.sourceSize, i.sourceSize == SIZE);
        }
    }

    private void fetch(Instruction i, int size, boolean aligned) {
        resolve(i, size, aligned, false);
        memory.load(Math.min(size, 8));
        code.toLong(Math.min(size, 8));
        store(XmmRegisters.SOURCE_LOW);
        if (size == SIZE) {
            memory.load(8, 8);
            store(XmmRegisters.SOURCE_HIGH);
        }
    }

    private void resolve(Instruction i, int size, boolean aligned, boolean write) {
        memory.resolve(i, size, write);
        if (aligned) {
            code.load(Locals.LINEAR);
            code.fromWord(4);
            code.constant(SIZE - 1);
            code.op(IAND);
            code.jump(IFNE, code.miss());
        }
    }

    /** The local with bits 0 to 63 of the source, which may be more than the source has. */
    int sourceLow(Instruction i) {
        return i.source == Operand.MEMORY ? XmmRegisters.SOURCE_LOW : XmmRegisters.low(i.sourceRegister);
    }

    int sourceHigh(Instruction i) {
        return i.source == Operand.MEMORY ? XmmRegisters.SOURCE_HIGH : XmmRegisters.high(i.sourceRegister);
    }

    /** Pops both halves of the destination, the upper one first. */
    void setBoth(Instruction i) {
        xmm.change(i.destinationRegister);
        store(XmmRegisters.high(i.destinationRegister));
        store(XmmRegisters.low(i.destinationRegister));
    }

    /** Pops one half of the destination. */
    void set(Instruction i, boolean high) {
        xmm.change(i.destinationRegister);
        store(high ? XmmRegisters.high(i.destinationRegister) : XmmRegisters.low(i.destinationRegister));
    }

    /** Puts the low bits of a long, as many as the mask says, in place of those of the destination. */
    void setLow(Instruction i, int result, long mask) {
        int dest = XmmRegisters.low(i.destinationRegister);
        if (mask == -1) {
            load(result);
        } else {
            load(dest);
            code.constant(~mask, 8);
            code.op(LAND);
            load(result);
            code.constant(mask, 8);
            code.op(LAND);
            code.op(LOR);
        }
        set(i, false);
    }

    // ------------------------------------------------------------------------------------------------ moves

    private void move(Instruction i, boolean aligned) {
        if (i.destination == Operand.MEMORY) {
            resolve(i, SIZE, aligned, true);
            memory.store(() -> load(XmmRegisters.low(i.sourceRegister)), 8);
            memory.store(8, () -> load(XmmRegisters.high(i.sourceRegister)), 8);
            return;
        }
        if (i.source == Operand.MEMORY) {
            fetch(i, SIZE, aligned);
        }
        load(sourceLow(i));
        load(sourceHigh(i));
        setBoth(i);
    }

    /** Stores the low half of the source, or its upper half. */
    private void storeHalf(Instruction i, int local, int size) {
        memory.resolve(i, size, true);
        memory.store(
                () -> {
                    load(local);
                    code.fromLong(size);
                },
                size);
    }

    private void scalar(Instruction i, int size) {
        if (i.destination == Operand.MEMORY) {
            storeHalf(i, XmmRegisters.low(i.sourceRegister), size);
        } else if (i.source == Operand.MEMORY) {
            fetch(i, size, false);
            load(XmmRegisters.SOURCE_LOW);
            code.op(LCONST_0);
            setBoth(i);
        } else {
            setLow(i, XmmRegisters.low(i.sourceRegister), -1L >>> 64 - 8 * size);
        }
    }

    /** MOVD and MOVQ: to and from general registers and memory, zero-extended. */
    private void general(Instruction i) {
        if (i.destination != Operand.SPECIAL) {
            int size = i.mnemonic == Mnemonic.MOVQ ? 8 : i.operandSize;
            if (i.destination == Operand.MEMORY) {
                storeHalf(i, XmmRegisters.low(i.sourceRegister), size);
            } else {
                load(XmmRegisters.low(i.sourceRegister));
                code.fromLong(size);
                code.setRegister(i.destinationRegister, size);
            }
            return;
        }
        if (i.source == Operand.REGISTER) {
            code.register(i.sourceRegister, i.sourceSize);
            code.toLong(i.sourceSize);
        } else if (i.source == Operand.MEMORY) {
            fetch(i, i.mnemonic == Mnemonic.MOVQ ? 8 : i.sourceSize, false);
            load(XmmRegisters.SOURCE_LOW);
        } else {
            load(XmmRegisters.low(i.sourceRegister));
        }
        code.op(LCONST_0);
        setBoth(i);
    }

    /** MOVLPS and MOVHPS: one half from or to memory. */
    private void half(Instruction i, boolean high) {
        if (i.destination == Operand.MEMORY) {
            storeHalf(i, high ? XmmRegisters.high(i.sourceRegister) : XmmRegisters.low(i.sourceRegister), 8);
        } else {
            fetch(i, 8, false);
            copy(XmmRegisters.SOURCE_LOW, i, high);
        }
    }

    private void copy(int from, Instruction i, boolean high) {
        load(from);
        set(i, high);
    }

    private void duplicate(Instruction i) {
        fetch(i);
        load(sourceLow(i));
        load(sourceLow(i));
        setBoth(i);
    }

    private void signs(Instruction i) {
        load(XmmRegisters.low(i.sourceRegister));
        signsOf(i);
        load(XmmRegisters.high(i.sourceRegister));
        signsOf(i);
        code.constant(i.mnemonic == Mnemonic.PMOVMSKB ? 8 : i.mnemonic == Mnemonic.MOVMSKPS ? 2 : 1);
        code.op(LSHL);
        code.op(LOR);
        code.op(L2I);
        code.setRegister(i.destinationRegister, 4);
    }

    private void signsOf(Instruction i) {
        switch (i.mnemonic) {
            case PMOVMSKB, MOVMSKPS -> code.call(PackedBodies.WORDS, name(i), "(J)J");
            default -> {
                code.constant(63);
                code.op(LUSHR);
            }
        }
    }

    private void extract(Instruction i) {
        int at = (int) i.immediate & 7;
        load(at < 4 ? XmmRegisters.low(i.sourceRegister) : XmmRegisters.high(i.sourceRegister));
        code.constant(at & 3);
        code.call(PackedBodies.WORDS, "extract", "(JI)J");
        code.op(L2I);
        code.setRegister(i.destinationRegister, 4);
    }

    private void insert(Instruction i) {
        boolean high = ((int) i.immediate & 4) != 0;
        if (i.source == Operand.MEMORY) {
            fetch(i, 2, false);
        } else {
            code.register(i.sourceRegister, 2);
            code.toLong(2);
            store(XmmRegisters.SOURCE_LOW);
        }
        load(high ? XmmRegisters.high(i.destinationRegister) : XmmRegisters.low(i.destinationRegister));
        load(XmmRegisters.SOURCE_LOW);
        code.constant((int) i.immediate & 3);
        code.call(PackedBodies.WORDS, "insert", "(JJI)J");
        set(i, high);
    }

    // ------------------------------------------------------------------------------------------------ packed integers

    private void halves(Instruction i, PackedBodies.Body body) {
        fetch(i);
        load(XmmRegisters.low(i.destinationRegister));
        load(sourceLow(i));
        code.call(body.owner(), body.name(), "(JJ)J");
        load(XmmRegisters.high(i.destinationRegister));
        load(sourceHigh(i));
        code.call(body.owner(), body.name(), "(JJ)J");
        setBoth(i);
    }

    private static String name(Instruction i) {
        return i.mnemonic.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The count is the immediate, or the lower half of the source. */
    private void shift(Instruction i) {
        fetch(i);
        for (boolean high : new boolean[] {false, true}) {
            load(high ? XmmRegisters.high(i.destinationRegister) : XmmRegisters.low(i.destinationRegister));
            if (i.source == Operand.IMMEDIATE) {
                code.constant(i.immediate, 8);
            } else {
                load(sourceLow(i));
            }
            code.call(PackedBodies.MOVES, name(i), "(JJ)J");
        }
        setBoth(i);
    }

    private void shiftBytes(Instruction i) {
        boolean left = i.mnemonic == Mnemonic.PSLLDQ;
        int bytes = (int) i.immediate;
        load(XmmRegisters.low(i.destinationRegister));
        if (!left) {
            load(XmmRegisters.high(i.destinationRegister));
        }
        code.constant(bytes);
        code.call(PackedBodies.SHUFFLES, left ? "leftLow" : "rightLow", left ? "(JI)J" : "(JJI)J");
        if (left) {
            load(XmmRegisters.low(i.destinationRegister));
        }
        load(XmmRegisters.high(i.destinationRegister));
        code.constant(bytes);
        code.call(PackedBodies.SHUFFLES, left ? "leftHigh" : "rightHigh", left ? "(JJI)J" : "(JI)J");
        setBoth(i);
    }

    private void shuffle(Instruction i) {
        fetch(i);
        int order = (int) i.immediate;
        int low = XmmRegisters.low(i.destinationRegister);
        int high = XmmRegisters.high(i.destinationRegister);
        switch (i.mnemonic) {
            case PSHUFD -> {
                dwords(sourceLow(i), sourceHigh(i), order);
                dwords(sourceLow(i), sourceHigh(i), order >> 4);
            }
            case SHUFPS -> {
                dwords(low, high, order);
                dwords(sourceLow(i), sourceHigh(i), order >> 4);
            }
            case SHUFPD -> {
                load((order & 1) == 0 ? low : high);
                load((order & 2) == 0 ? sourceLow(i) : sourceHigh(i));
            }
            case PSHUFLW -> {
                words(sourceLow(i), order);
                load(sourceHigh(i));
            }
            default -> {
                load(sourceLow(i));
                words(sourceHigh(i), order);
            }
        }
        setBoth(i);
    }

    private void dwords(int low, int high, int order) {
        load(low);
        load(high);
        code.constant(order);
        code.call(PackedBodies.SHUFFLES, "dwords", "(JJI)J");
    }

    private void words(int half, int order) {
        load(half);
        code.constant(order);
        code.call(PackedBodies.WORDS, "pshufw", "(JI)J");
    }

    /** What goes into one half comes from both halves of the operands; packs and horizontal sums. */
    private void pack(Instruction i, String owner) {
        fetch(i);
        load(XmmRegisters.low(i.destinationRegister));
        load(XmmRegisters.high(i.destinationRegister));
        code.call(owner, name(i), "(JJ)J");
        load(sourceLow(i));
        load(sourceHigh(i));
        code.call(owner, name(i), "(JJ)J");
        setBoth(i);
    }

    private void shuffleBytes(Instruction i) {
        fetch(i);
        for (int order : new int[] {sourceLow(i), sourceHigh(i)}) {
            load(XmmRegisters.low(i.destinationRegister));
            load(XmmRegisters.high(i.destinationRegister));
            load(order);
            code.call(PackedBodies.SSSE3, "pshufb", "(JJJ)J");
        }
        setBoth(i);
    }

    private void align(Instruction i) {
        fetch(i);
        for (String half : new String[] {"alignedLow", "alignedHigh"}) {
            load(XmmRegisters.low(i.destinationRegister));
            load(XmmRegisters.high(i.destinationRegister));
            load(sourceLow(i));
            load(sourceHigh(i));
            code.constant((int) i.immediate);
            code.call(PackedBodies.SHUFFLES, half, "(JJJJI)J");
        }
        setBoth(i);
    }

    /** PMOVSX and PMOVZX: elements of {@code from} bits become such of {@code to} bits. */
    private void extend(Instruction i, int from, int to) {
        fetch(i);
        for (int shift : new int[] {0, from * (64 / to)}) {
            load(sourceLow(i));
            code.constant(shift);
            code.op(LUSHR);
            code.constant(from);
            code.constant(to);
            code.constant(i.mnemonic.name().startsWith("PMOVSX") ? 1 : 0);
            code.call(PackedBodies.SSE4, "extend", "(JIIZ)J");
        }
        setBoth(i);
    }

    private void test(Instruction i) {
        fetch(i);
        load(XmmRegisters.low(i.destinationRegister));
        load(XmmRegisters.high(i.destinationRegister));
        load(sourceLow(i));
        load(sourceHigh(i));
        code.call(PackedBodies.SSE4, "ptest", "(JJJJ)I");
        flags.setBits();
    }

    private void unpack(Instruction i, boolean high) {
        fetch(i);
        String elements = switch (i.mnemonic) {
            case PUNPCKLBW, PUNPCKHBW -> "bw";
            case PUNPCKLWD, PUNPCKHWD -> "wd";
            default -> "dq";
        };
        for (String half : new String[] {"punpckl", "punpckh"}) {
            load(high ? XmmRegisters.high(i.destinationRegister) : XmmRegisters.low(i.destinationRegister));
            load(high ? sourceHigh(i) : sourceLow(i));
            code.call(PackedBodies.MOVES, half + elements, "(JJ)J");
        }
        setBoth(i);
    }

    private void unpackQuadwords(Instruction i, boolean high) {
        fetch(i);
        load(high ? XmmRegisters.high(i.destinationRegister) : XmmRegisters.low(i.destinationRegister));
        load(high ? sourceHigh(i) : sourceLow(i));
        setBoth(i);
    }
}
