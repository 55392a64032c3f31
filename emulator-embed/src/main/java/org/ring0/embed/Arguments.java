package org.ring0.embed;

import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.ring0.devices.board.PcConfig;

/** What programs hand over, refused at once and in words if it cannot be meant. */
final class Arguments {
    private Arguments() {}

    /** Something that must be there. */
    static <T> T given(T value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("no " + what + " is given: it is null");
        }
        return value;
    }

    /** A time that may pass. */
    static Duration time(Duration value) {
        if (given(value, "time").isNegative()) {
            throw new IllegalArgumentException("no time can pass that is less than nothing: " + value);
        }
        return value;
    }

    /** The number of a serial line. */
    static int line(int number) {
        if (number < 0 || number >= PcConfig.MAX_SERIAL) {
            throw new IllegalArgumentException("there is no serial line %d: COM1 to COM%d are 0 to %d"
                    .formatted(number, PcConfig.MAX_SERIAL, PcConfig.MAX_SERIAL - 1));
        }
        return number;
    }

    static Pattern pattern(String regex) {
        try {
            return Pattern.compile(given(regex, "pattern"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'%s' is no regular expression: %s"
                            .formatted(regex, e.getDescription().toLowerCase(java.util.Locale.ROOT)),
                    e);
        }
    }
}
