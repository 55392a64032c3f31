package org.ring0.devices.board.gate;

/** An input that a PC takes at a cycle, before the instruction that begins there. */
public record StampedInput(long cycle, PcInput input) {}
