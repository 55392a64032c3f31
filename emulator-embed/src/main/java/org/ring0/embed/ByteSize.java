package org.ring0.embed;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes such as {@code 64M}, {@code 1G}, {@code 512MiB}; a bare number counts mebibytes. */
public final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})([kmgt]?)(?:i?b)?");

    private ByteSize() {}

    /**
     * The bytes.
     *
     * @throws VmException if it is no size
     */
    public static long parse(String value) {
        Matcher matcher = FORM.matcher(Arguments.given(value, "size").toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new VmException("'" + value + "' is no size; write it as 64M or 1G");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "k" -> number << 10;
            case "g" -> number << 30;
            case "t" -> number << 40;
            default -> number << 20;
        };
    }
}
