/**
 * Protection (SDM Vol. 3A, chapters 5 to 7): descriptors and segment loads, transfers of control between segments, levels
 * and tasks, interrupts and exceptions, ports, debug registers. Stateless: everything works on a {@code Cpu}. Each operation
 * makes all its checks, in the order of the manual's pseudocode, before it changes a register.
 */
package org.ring0.core.cpu.protection;
