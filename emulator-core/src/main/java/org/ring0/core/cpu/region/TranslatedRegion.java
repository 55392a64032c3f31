package org.ring0.core.cpu.region;

/**
 * A finished translation. It may be installed if the bytes {@code first} to {@code last} of the page are still those of the
 * request, and entered if RIP at the page's start lets all of them lie within CS's limit.
 *
 * @param request what was asked for
 * @param region the code, or null where nothing could be translated
 * @param first offset of the first byte that was translated
 * @param last offset of the last one
 */
public record TranslatedRegion(RegionRequest request, Region region, int first, int last) {}
