package org.ring0.core.cpu.translator;

/** Is shown every region that is written, before it is loaded, on the thread that translates. */
@FunctionalInterface
public interface TranslationTrace {
    /** Nobody looks. */
    TranslationTrace NONE = listing -> {};

    /** The next region, in the order of translation. */
    void translated(RegionListing listing);
}
