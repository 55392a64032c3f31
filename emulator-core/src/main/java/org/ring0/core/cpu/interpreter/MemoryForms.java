package org.ring0.core.cpu.interpreter;

import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.mmu.Segmentation;

/** The forms with a memory operand. */
final class MemoryForms {
    private MemoryForms() {}

    /** Loads and stores. */
    static void moves(Form[] forms, Cpu cpu) {
        forms[OpCode.LOAD_8] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                set(w, mmu.read8(forRead(w, x, next, 1)) & 0xff);
                return next;
            }
        };

        forms[OpCode.LOAD_16] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                set(w, mmu.read16(forRead(w, x, next, 2)) & 0xffff);
                return next;
            }
        };

        forms[OpCode.LOAD_32] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                set(w, mmu.read32(forRead(w, x, next, 4)) & 0xffff_ffffL);
                return next;
            }
        };

        forms[OpCode.LOAD_64] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                set(w, mmu.read64(forRead(w, x, next, 8)));
                return next;
            }
        };

        forms[OpCode.LOAD_SIGNED_32] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                set(w, mmu.read32(forRead(w, x, next, 4)) & OpWord.mask(w));
                return next;
            }
        };

        forms[OpCode.STORE_8] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                mmu.write8(forWrite(w, x, next, 1), (int) source(w));
                return next;
            }
        };

        forms[OpCode.STORE_32] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                mmu.write32(forWrite(w, x, next, 4), (int) source(w));
                return next;
            }
        };

        forms[OpCode.STORE_64] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                mmu.write64(forWrite(w, x, next, 8), source(w));
                return next;
            }
        };

        forms[OpCode.STORE_C] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                storeConstant(w, x, next);
                return next;
            }
        };
    }

    /** ADD to TEST. */
    static void binary(Form[] forms, Cpu cpu) {
        forms[OpCode.ADD_M] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                add(w, load(w, x, next));
                return next;
            }
        };

        forms[OpCode.SUB_M] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                sub(w, load(w, x, next));
                return next;
            }
        };

        forms[OpCode.AND_M] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                and(w, load(w, x, next));
                return next;
            }
        };

        forms[OpCode.OR_M] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                or(w, load(w, x, next));
                return next;
            }
        };

        forms[OpCode.XOR_M] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                xor(w, load(w, x, next));
                return next;
            }
        };

        forms[OpCode.CMP_M] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                cmp(w, destination(w), load(w, x, next));
                return next;
            }
        };

        forms[OpCode.CMP_M_R] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                cmp(w, load(w, x, next), source(w));
                return next;
            }
        };

        forms[OpCode.CMP_M_C] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                cmp(w, load(w, x, next), constant(w, x));
                return next;
            }
        };

        forms[OpCode.TEST_M_R] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                test(w, load(w, x, next), source(w));
                return next;
            }
        };

        forms[OpCode.TEST_M_C] = new OnMemory(cpu) {
            @Override
            long run(long w, long x, long next, long cycle) {
                tell(next, cycle);
                test(w, load(w, x, next), constant(w, x));
                return next;
            }
        };
    }

    /** What they share. */
    private abstract static class OnMemory extends Form {
        private final Segmentation segmentation;
        final Mmu mmu;

        OnMemory(Cpu cpu) {
            super(cpu);
            segmentation = cpu.segmentation();
            mmu = cpu.mmu();
        }

        final long forRead(long w, long second, long next, int size) {
            long offset = OpWord.offset(w, second, gpr, next);
            return OpWord.isFlat(w)
                    ? segmentation.linear64(OpWord.segment(w), offset, size)
                    : segmentation.linearForRead32(OpWord.segment(w), offset, size);
        }

        final long forWrite(long w, long second, long next, int size) {
            long offset = OpWord.offset(w, second, gpr, next);
            return OpWord.isFlat(w)
                    ? segmentation.linear64(OpWord.segment(w), offset, size)
                    : segmentation.linearForWrite32(OpWord.segment(w), offset, size);
        }

        final long load(long w, long second, long next) {
            int size = OpWord.size(w);
            return mmu.read(forRead(w, second, next, size), size);
        }

        final void storeConstant(long w, long second, long next) {
            int size = OpWord.size(w);
            mmu.write(forWrite(w, second, next, size), OpWord.constant(second), size);
        }
    }
}
