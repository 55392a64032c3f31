package org.ring0.core.cpu.interpreter;

/** One decoded instruction made ready to run on one CPU. RIP is at the next instruction when it runs. */
abstract class Op {
    /** Bytes of the instruction. */
    final int length;

    Op(int length) {
        this.length = length;
    }

    /** Executes; a {@code CpuException} leaves the state as it was but for RIP. */
    abstract void run();
}
