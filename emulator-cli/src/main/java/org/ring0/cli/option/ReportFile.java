package org.ring0.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A report in one of the formats.
 *
 * @param format how it is written
 * @param file where to
 */
public record ReportFile(Format format, OutputFile file) {
    /** The formats. */
    public enum Format {
        JSON,
        JUNIT
    }

    /** Reads {@code json=FILE} or {@code junit=FILE}. */
    public static final class Converter implements ITypeConverter<ReportFile> {
        @Override
        public ReportFile convert(String value) {
            int at = value.indexOf('=');
            String format = at < 0 ? value : value.substring(0, at);
            String file = at < 0 ? "" : value.substring(at + 1);
            return switch (format) {
                case "json" -> new ReportFile(Format.JSON, OutputFile.of(file));
                case "junit" -> new ReportFile(Format.JUNIT, OutputFile.of(file));
                default -> throw new TypeConversionException("'" + value + "' is neither json=FILE nor junit=FILE");
            };
        }
    }
}
