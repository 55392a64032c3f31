package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.isa.Alu;
import org.ring0.core.cpu.isa.Shifts;
import org.ring0.core.cpu.state.Eflags;
import org.ring0.core.cpu.state.FlagKind;
import org.ring0.core.cpu.state.Flags;

/** The forms that reach nothing but registers and flags. */
final class RegisterForms {
    private RegisterForms() {}

    /** Moves, LEA and SETcc. */
    static void moves(Form[] forms, Cpu cpu) {
        forms[OpCode.NOTHING] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                return next;
            }
        };

        forms[OpCode.MOVE] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                set(w, source(w));
                return next;
            }
        };

        forms[OpCode.MOVE_8] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                set(w, source(w) & 0xff);
                return next;
            }
        };

        forms[OpCode.MOVE_16] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                set(w, source(w) & 0xffff);
                return next;
            }
        };

        forms[OpCode.MOVE_SIGNED_32] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                set(w, (int) source(w) & OpWord.mask(w));
                return next;
            }
        };

        forms[OpCode.MOVE_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                set(w, constant(w, x));
                return next;
            }
        };

        forms[OpCode.MOVE_IF] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                set(w, Flags.condition(OpWord.detail(w), s) ? source(w) : destination(w));
                return next;
            }
        };

        forms[OpCode.SET_IF] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                setByte(w, Flags.condition(OpWord.detail(w), s) ? 1 : 0);
                return next;
            }
        };

        forms[OpCode.ADDRESS] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                set(w, OpWord.offset(w, x, gpr, next) & OpWord.mask(w));
                return next;
            }
        };
    }

    /** ADD to TEST. */
    static void binary(Form[] forms, Cpu cpu) {
        forms[OpCode.ADD_R] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                add(w, source(w));
                return next;
            }
        };

        forms[OpCode.ADD_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                add(w, constant(w, x));
                return next;
            }
        };

        forms[OpCode.SUB_R] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                sub(w, source(w));
                return next;
            }
        };

        forms[OpCode.SUB_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                sub(w, constant(w, x));
                return next;
            }
        };

        forms[OpCode.AND_R] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                and(w, source(w));
                return next;
            }
        };

        forms[OpCode.AND_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                and(w, constant(w, x));
                return next;
            }
        };

        forms[OpCode.OR_R] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                or(w, source(w));
                return next;
            }
        };

        forms[OpCode.OR_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                or(w, constant(w, x));
                return next;
            }
        };

        forms[OpCode.XOR_R] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                xor(w, source(w));
                return next;
            }
        };

        forms[OpCode.XOR_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                xor(w, constant(w, x));
                return next;
            }
        };

        forms[OpCode.CMP_R] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                cmp(w, destination(w), source(w));
                return next;
            }
        };

        forms[OpCode.CMP_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                cmp(w, destination(w), constant(w, x));
                return next;
            }
        };

        forms[OpCode.TEST_R] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                test(w, destination(w), source(w));
                return next;
            }
        };

        forms[OpCode.TEST_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                test(w, destination(w), constant(w, x));
                return next;
            }
        };
    }

    /** One operand, multiplication and shifts. */
    static void others(Form[] forms, Cpu cpu) {
        forms[OpCode.INC] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                step(w, Alu.inc(destination(w)));
                return next;
            }
        };

        forms[OpCode.DEC] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                step(w, Alu.dec(destination(w)));
                return next;
            }
        };

        forms[OpCode.NEG] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                negate(w);
                return next;
            }
        };

        forms[OpCode.NOT] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                set(w, Alu.not(destination(w)) & OpWord.mask(w));
                return next;
            }
        };

        forms[OpCode.IMUL] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                multiply(w);
                return next;
            }
        };

        forms[OpCode.SHL_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                shiftLeft(w);
                return next;
            }
        };

        forms[OpCode.SHR_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                shiftRight(w);
                return next;
            }
        };

        forms[OpCode.SAR_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                shiftSigned(w);
                return next;
            }
        };

        forms[OpCode.ROL_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                rotateLeft(w);
                return next;
            }
        };

        forms[OpCode.ROR_C] = new OnRegisters(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                rotateRight(w);
                return next;
            }
        };
    }

    /** What they share. */
    private abstract static class OnRegisters extends Form {
        OnRegisters(Cpu cpu) {
            super(cpu);
        }

        final void setByte(long w, long value) {
            int register = OpWord.destination(w);
            gpr[register] = gpr[register] & ~0xffL | value;
        }

        /** INC and DEC, which leave CF. */
        final void step(long w, long untruncated) {
            update(w, untruncated & OpWord.mask(w), 0, Flags.cf(s) ? Eflags.CF : 0);
        }

        final void negate(long w) {
            long a = destination(w);
            update(w, Alu.neg(a) & OpWord.mask(w), 0, a);
        }

        final void multiply(long w) {
            int size = OpWord.size(w);
            long a = Alu.signExtend(source(w), size);
            long b = Alu.signExtend(destination(w), size);
            long result = Alu.imul(a, b) & OpWord.mask(w);
            set(w, result);
            int flags = Alu.imulOverflows(a, b, size) ? Eflags.CF | Eflags.OF : 0;
            Flags.record(s, FlagKind.RESULT.code(size), result, 0, flags);
        }

        final void shiftLeft(long w) {
            int size = OpWord.size(w);
            int count = OpWord.detail(w);
            long a = destination(w);
            long result = Shifts.shl(a, count, size, 0) & OpWord.mask(w);
            long carry = Shifts.shlCarry(a, count, size, 0);
            shifted(w, result, carry, Shifts.overflowLeft(result, carry, size));
        }

        final void shiftRight(long w) {
            int size = OpWord.size(w);
            int count = OpWord.detail(w);
            long a = destination(w);
            long result = Shifts.shr(a, count, size, 0);
            shifted(w, result, Shifts.shrCarry(a, count, size, 0), Shifts.overflowRight(result, size));
        }

        final void shiftSigned(long w) {
            int size = OpWord.size(w);
            int count = OpWord.detail(w);
            long a = destination(w);
            long result = Shifts.sar(a, count, size, 0) & OpWord.mask(w);
            shifted(w, result, Shifts.sarCarry(a, count, size, 0), Shifts.overflowRight(result, size));
        }

        final void rotateLeft(long w) {
            int size = OpWord.size(w);
            int count = OpWord.detail(w);
            long a = destination(w);
            long result = Shifts.rol(a, count, size, 0) & OpWord.mask(w);
            long carry = Shifts.rolCarry(a, count, size, 0);
            shifted(w, result, carry, Shifts.overflowLeft(result, carry, size) | unrotated());
        }

        final void rotateRight(long w) {
            int size = OpWord.size(w);
            int count = OpWord.detail(w);
            long a = destination(w);
            long result = Shifts.ror(a, count, size, 0) & OpWord.mask(w);
            shifted(w, result, Shifts.rorCarry(a, count, size, 0), Shifts.overflowRight(result, size) | unrotated());
        }

        /** The flags that a rotate leaves. */
        final int unrotated() {
            return Flags.read(s) & ~(Eflags.CF | Eflags.OF);
        }

        final void shifted(long w, long result, long carry, int others) {
            update(w, result, 0, (carry != 0 ? Eflags.CF : 0) | others);
        }
    }
}
