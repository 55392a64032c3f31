package org.ring0.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads counts of instructions such as {@code 1000000}, {@code 1_000_000}, {@code 500M} or {@code 2G} (decimal). */
public final class InstructionCount implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d[\\d_]{0,18})([kKMGT]?)");

    @Override
    public Long convert(String value) {
        Matcher matcher = FORM.matcher(value);
        if (!matcher.matches()) {
            throw wrong(value);
        }
        long unit = switch (matcher.group(2)) {
            case "k", "K" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            case "T" -> 1_000_000_000_000L;
            default -> 1L;
        };
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1).replace("_", "")), unit);
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong(value);
        }
    }

    private static TypeConversionException wrong(String value) {
        return new TypeConversionException("'" + value + "' is no number of instructions; write it as 1000000 or 500M");
    }
}
