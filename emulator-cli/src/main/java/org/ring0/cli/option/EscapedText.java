package org.ring0.cli.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads text in which {@code \n \r \t \e \b \\} and {@code \xHH} stand for characters that are hard to write in a shell. */
public final class EscapedText implements ITypeConverter<String> {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(x[0-9a-fA-F]{2}|.|$)", Pattern.DOTALL);

    @Override
    public String convert(String value) {
        return ESCAPE.matcher(value).replaceAll(match -> Matcher.quoteReplacement(character(match.group(1))));
    }

    private static String character(String escape) {
        return switch (escape) {
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            case "e" -> "\u001b";
            case "b" -> "\b";
            case "\\" -> "\\";
            default -> {
                if (escape.length() != 3) {
                    throw new TypeConversionException("'\\" + escape + "' is none of \\n \\r \\t \\e \\b \\\\ \\xHH");
                }
                yield String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
            }
        };
    }
}
