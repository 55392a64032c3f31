package org.ring0.core.cpu.region;

import java.util.List;

/**
 * A finished translation. It may be installed if the bytes of all its spans are still those that it was made from, and
 * entered while their pages are mapped as they were then, one behind the other, and lie within CS's limit.
 *
 * @param request what was asked for
 * @param effort how good the code is: what was asked for, or better
 * @param region the code, or null where nothing could be translated
 * @param spans what it was made from, in the order of addresses; of a refused request, its entry alone
 * @param entries offsets at which it may be entered
 * @param sites offsets of its indirect transfers, in the order of the exits that report them
 */
public record TranslatedRegion(
        RegionRequest request, Effort effort, Region region, List<Span> spans, int[] entries, int[] sites) {
    /**
     * Instructions without a gap in one page.
     *
     * @param part the page
     * @param first offset in that page of the first byte
     * @param last offset in that page of the last one
     */
    public record Span(CodePart part, int first, int last) {}

    /** The page of the entry. */
    public CodePart home() {
        return spans.stream()
                .map(Span::part)
                .filter(part -> part.page() == 0)
                .findFirst()
                .orElseThrow();
    }

    /** The answer to a request for code that cannot be translated; {@code home} is the entry's page. */
    public static TranslatedRegion refused(RegionRequest request, CodePart home) {
        Span entry = new Span(home, request.entry(), request.entry());
        return new TranslatedRegion(request, request.effort(), null, List.of(entry), new int[0], new int[0]);
    }
}
