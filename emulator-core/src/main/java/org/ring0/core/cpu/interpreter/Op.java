package org.ring0.core.cpu.interpreter;

/** One decoded instruction that no {@link Form} executes, ready to run on one CPU. RIP is at the next instruction when it runs. */
abstract class Op {
    /** Executes; a {@code CpuException} leaves the state as it was but for RIP. */
    abstract void run();
}
