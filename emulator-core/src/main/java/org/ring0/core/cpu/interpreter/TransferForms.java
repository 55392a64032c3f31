package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.mmu.Segmentation;
import org.ring0.core.cpu.state.CpuException;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Flags;
import org.ring0.core.cpu.state.LinearAddress;
import org.ring0.core.cpu.state.Segment;

/** Near transfers, PUSH and POP. */
final class TransferForms {
    private TransferForms() {}

    /** PUSH and POP of registers. */
    static void stack(Form[] forms, Cpu cpu) {
        forms[OpCode.PUSH_32] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                segmentation.push(destination(w), 4);
                return next;
            }
        };

        forms[OpCode.PUSH_64] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                push64(destination(w));
                return next;
            }
        };

        forms[OpCode.POP_32] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                // POP eSP leaves what was popped, not the incremented pointer.
                set(w, segmentation.pop(4));
                return next;
            }
        };

        forms[OpCode.POP_64] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                set(w, pop64(8));
                return next;
            }
        };
    }

    /** Jumps, CALL and RET. The target is checked before anything changes. */
    static void transfers(Form[] forms, Cpu cpu) {
        forms[OpCode.JUMP_IF] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                if (Flags.condition(OpWord.detail(w), s)) {
                    tell(next, cycle);
                    return target(w, next + OpWord.constant(x));
                }
                return next;
            }
        };

        forms[OpCode.JUMP] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                return target(w, next + OpWord.constant(x));
            }
        };

        forms[OpCode.CALL_32] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                long target = target(w, next + OpWord.constant(x));
                segmentation.push(next, 4);
                return target;
            }
        };

        forms[OpCode.CALL_64] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                long target = target(w, next + OpWord.constant(x));
                push64(next);
                return target;
            }
        };

        forms[OpCode.RETURN_32] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                return return32(w, OpWord.constant(x));
            }
        };

        forms[OpCode.RETURN_64] = new OnStack(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                return return64(w, OpWord.constant(x));
            }
        };
    }

    /** What they share. */
    private abstract static class OnStack extends Form {
        private static final int RSP = CpuState.RSP;

        final Segmentation segmentation;
        private final Mmu mmu;
        private final Segment cs;

        OnStack(Cpu cpu) {
            super(cpu);
            segmentation = cpu.segmentation();
            mmu = cpu.mmu();
            cs = s.segment[Segment.CS];
        }

        final void push64(long value) {
            long pointer = gpr[RSP] - 8;
            mmu.write64(segmentation.linear64(Segment.SS, pointer, 8), value);
            gpr[RSP] = pointer;
        }

        final long pop64(long release) {
            long value = mmu.read64(segmentation.linear64(Segment.SS, gpr[RSP], 8));
            gpr[RSP] += release;
            return value;
        }

        final long return32(long w, int release) {
            long target = target(w, segmentation.peek(0, 4));
            segmentation.setStackPointer(segmentation.stackPointer() + 4 + release);
            return target;
        }

        final long return64(long w, int release) {
            long target = target(w, mmu.read64(segmentation.linear64(Segment.SS, gpr[RSP], 8)));
            gpr[RSP] += 8 + release;
            return target;
        }

        /** Where a near transfer goes, after the checks; an offset of 32 bits is canonical. */
        final long target(long w, long to) {
            long ip = to & OpWord.mask(w);
            if (ip > cs.limit || !LinearAddress.isCanonical(ip)) {
                throw CpuException.gp(0);
            }
            return ip;
        }
    }
}
