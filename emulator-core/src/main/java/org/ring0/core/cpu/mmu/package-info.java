/**
 * From logical to host addresses: {@link org.ring0.core.cpu.mmu.Segmentation} checks a segment and adds its base,
 * {@link org.ring0.core.cpu.mmu.Mmu} translates the linear address. Two {@link org.ring0.core.cpu.mmu.Tlb}s, one for user
 * and one for supervisor accesses, answer almost always; their arrays are public so that translated code can inline the
 * test, as {@code Mmu.read32} shows it. Whatever they cannot answer goes to {@code TlbMiss}, which asks one of the {@code PageWalker}s.
 */
package org.ring0.core.cpu.mmu;
