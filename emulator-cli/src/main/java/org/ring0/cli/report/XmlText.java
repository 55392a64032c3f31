package org.ring0.cli.report;

/**
 * Any text for XML 1.0, which has no way of writing most control characters: they become their pictures (U+2400 and up), and
 * what else it forbids becomes U+FFFD.
 */
final class XmlText {
    private static final int PICTURES = 0x2400;
    private static final int REPLACEMENT = 0xfffd;

    private XmlText() {}

    /** Between two tags. */
    static String content(String text) {
        return escaped(text, false);
    }

    /** Between the quotes of an attribute, where an unescaped line's end would be read as a space. */
    static String attribute(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean attribute) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\r' -> escaped.append("&#13;");
                case '\n', '\t' -> {
                    if (attribute) {
                        escaped.append("&#").append(character).append(';');
                    } else {
                        escaped.append((char) character);
                    }
                }
                default -> escaped.appendCodePoint(allowed(character));
            }
        });
        return escaped.toString();
    }

    /** The character, or what stands for it. */
    private static int allowed(int character) {
        if (character < ' ') {
            return PICTURES + character;
        }
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        return surrogate || character == 0xfffe || character == 0xffff ? REPLACEMENT : character;
    }
}
