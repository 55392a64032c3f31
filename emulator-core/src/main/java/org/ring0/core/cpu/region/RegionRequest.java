package org.ring0.core.cpu.region;

import org.ring0.core.cpu.state.CpuMode;

/**
 * What is to be translated: the code around an entry, from a copy of its page, so that another thread can do it.
 *
 * @param backing the page's address in host memory
 * @param entry the offset of the entry in the page
 * @param page the page's bytes at the time of the request
 * @param rip what RIP is at the entry; code of the same page may be at another one elsewhere
 * @param linear the entry's linear address; for traces alone
 */
public record RegionRequest(long backing, CpuMode mode, int entry, byte[] page, long rip, long linear) {}
