package org.ring0.core.cpu.translator;

import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.isa.Operand;

/** Which instructions the translator knows, and which emitter writes each. What it does not know is interpreted. */
final class Emitters {
    private final FlagEmitter flags;
    private final DataEmitter data;
    private final ShiftEmitter shifts;
    private final WideEmitter wide;
    private final BitEmitter bits;
    private final ExchangeEmitter exchanges;
    private final ControlEmitter control;
    private final X87Emitter x87;
    private final SseEmitter sse;
    private final StringEmitter strings;
    private final TimeEmitter time;

    Emitters(Code code, ControlEmitter.Targets targets) {
        flags = new FlagEmitter(code);
        MemoryEmitter memory = new MemoryEmitter(code);
        OperandEmitter operands = new OperandEmitter(code, memory);
        data = new DataEmitter(code, operands, memory, flags);
        shifts = new ShiftEmitter(code, operands, flags);
        wide = new WideEmitter(code, operands, flags);
        bits = new BitEmitter(code, operands, memory, flags);
        exchanges = new ExchangeEmitter(code, operands, flags);
        x87 = new X87Emitter(code, memory, flags);
        sse = new SseEmitter(code, memory, flags);
        strings = new StringEmitter(code, memory, flags);
        time = new TimeEmitter(code);
        control = new ControlEmitter(code, operands, memory, flags, targets);
    }

    FlagEmitter flags() {
        return flags;
    }

    ControlEmitter control() {
        return control;
    }

    /** Whether a region may contain the instruction. */
    static boolean knows(Instruction i) {
        return switch (i.mnemonic.shape()) {
            case MOVE, MOVE_SIGNED, MOVE_IF, ADDRESS, UPDATE, UPDATE_CARRY, COMPARE, UNARY, SHIFT, MULTIPLY -> true;
            case SET_IF, EXCHANGE, NOTHING, PUSH, JUMP_IF, JUMP, CALL, RETURN, LOOP -> true;
            case POP -> i.destination == Operand.REGISTER;
            case STRING -> StringEmitter.knows(i);
            case SYSTEM -> knowsSystem(i);
        };
    }

    private static boolean knowsSystem(Instruction i) {
        if (i.xmm) {
            return SseEmitter.knows(i);
        }
        return switch (i.mnemonic) {
            case CWD, LEAVE, CLC, STC, CMC, CLD, STD -> true;
            case RDTSC, RDTSCP, LFENCE, MFENCE, SFENCE -> true;
            case MUL, IMUL_WIDE, DIV, IDIV, BSWAP -> i.operandSize >= 4;
            case SHLD, SHRD -> i.operandSize >= 4 && i.third == Operand.IMMEDIATE;
            case BT, BTS, BTR, BTC, BSF, BSR, CMPXCHG, XADD -> true;
            default -> X87Emitter.knows(i);
        };
    }

    /** Writes the present instruction; false if execution cannot go on behind it. */
    boolean emit(Instruction i) {
        switch (i.mnemonic.shape()) {
            case MOVE -> data.move(i, false);
            case MOVE_SIGNED -> data.move(i, true);
            case MOVE_IF -> data.moveIf(i);
            case ADDRESS -> data.address(i);
            case UPDATE -> data.update(i, true);
            case COMPARE -> data.update(i, false);
            case UPDATE_CARRY -> data.updateCarry(i);
            case UNARY -> data.unary(i);
            case SHIFT -> shifts.shift(i);
            case MULTIPLY -> data.multiply(i);
            case SET_IF -> data.setIf(i);
            case EXCHANGE -> exchanges.exchange(i);
            case NOTHING -> {}
            case PUSH -> control.push(i);
            case POP -> control.pop(i);
            case JUMP_IF -> control.jumpIf(i);
            case LOOP -> control.loop(i);
            case SYSTEM -> system(i);
            case STRING -> strings.string(i);
            default -> {
                leave(i);
                return false;
            }
        }
        return true;
    }

    private void leave(Instruction i) {
        switch (i.mnemonic.shape()) {
            case JUMP -> control.jump(i);
            case CALL -> control.call(i);
            case RETURN -> control.ret(i);
            default -> throw new IllegalStateException("cannot be translated: " + i.mnemonic);
        }
    }

    private void system(Instruction i) {
        if (i.xmm) {
            sse.emit(i);
            return;
        }
        switch (i.mnemonic) {
            case CWD -> wide.signOfAccumulator(i);
            case LEAVE -> control.leave(i);
            case CLC, STC, CMC -> wide.setCarry(i);
            case CLD, STD -> strings.setDirection(i.mnemonic == Mnemonic.STD);
            case MUL, IMUL_WIDE -> wide.multiply(i);
            case DIV, IDIV -> wide.divide(i);
            case BSWAP -> wide.byteSwap(i);
            case SHLD, SHRD -> shifts.doubleShift(i);
            case BT, BTS, BTR, BTC -> bits.test(i);
            case BSF, BSR -> bits.scan(i);
            case CMPXCHG -> exchanges.compareExchange(i);
            case XADD -> exchanges.exchangeAdd(i);
            case RDTSC -> time.readTimeStamp();
            case RDTSCP -> time.readTimeStampAndProcessor();
            case LFENCE, MFENCE, SFENCE -> {}
            default -> x87.emit(i);
        }
    }
}
