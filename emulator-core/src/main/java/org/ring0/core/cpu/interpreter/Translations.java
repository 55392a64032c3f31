package org.ring0.core.cpu.interpreter;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Every translation in the cache. When there are too many, the oldest that has not been entered for a while goes (second
 * chance): a guest that makes new code for ever must not fill the host.
 */
final class Translations {
    /** Some tens of kilobytes each, in HotSpot's metaspace and code cache. */
    private static final int MAX = 2048;

    private final Deque<Translation> byAge = new ArrayDeque<>();
    private int live;

    /** Makes a translation known to its pages. An entry that exists stays with who has it, but for the one that was asked for. */
    void add(Translation translation) {
        if (live >= MAX) {
            evict();
        }
        CodePage home = translation.home();
        Translation before = home.entry(translation.request.entry());
        if (before != null) {
            drop(before);
        }
        for (int offset : translation.entries) {
            if (home.entry(offset) == null) {
                home.enter(offset, translation);
            }
        }
        translation.pages().forEach(page -> page.add(translation));
        byAge.add(translation);
        live++;
    }

    /** Takes a translation out of its pages; what it was made from may be asked for again. */
    void drop(Translation translation) {
        CodePage home = translation.home();
        for (int offset : translation.entries) {
            if (home.entry(offset) == translation) {
                home.leave(offset);
            }
        }
        translation.pages().forEach(page -> page.remove(translation));
        if (byAge.remove(translation)) {
            live--;
        }
    }

    private void evict() {
        for (Translation oldest = byAge.poll(); oldest != null; oldest = byAge.poll()) {
            if (!oldest.used) {
                live--;
                drop(oldest);
                return;
            }
            oldest.used = false;
            byAge.add(oldest);
        }
    }

    void clear() {
        byAge.clear();
        live = 0;
    }
}
