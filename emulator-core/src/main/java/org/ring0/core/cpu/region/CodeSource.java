package org.ring0.core.cpu.region;

/** Where a compiler finds the pages around an entry. Only the guest's own thread may ask, and only while it makes the request. */
@FunctionalInterface
public interface CodeSource {
    /** The page {@code page} pages behind the entry's (or before it, if negative), or null if it cannot be had now. */
    CodePart part(int page);

    /** A source that has nothing but the entry's page. */
    static CodeSource single(long backing, byte[] bytes) {
        CodePart only = new CodePart(0, backing, bytes);
        return page -> page == 0 ? only : null;
    }
}
