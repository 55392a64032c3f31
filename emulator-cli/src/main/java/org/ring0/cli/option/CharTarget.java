package org.ring0.cli.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where the bytes of a serial line or a debug port go. */
public sealed interface CharTarget {
    /** Standard output; of a serial line, also standard input. */
    record Stdio() implements CharTarget {}

    /** Nowhere. */
    record Null() implements CharTarget {}

    /** A file, written anew. */
    record ToFile(Path path) implements CharTarget {}

    /** Whether it is standard output. */
    default boolean isStdio() {
        return this instanceof Stdio;
    }

    /** Reads {@code stdio}, {@code null} or {@code file:PATH}. */
    final class Converter implements ITypeConverter<CharTarget> {
        @Override
        public CharTarget convert(String value) {
            if (value.startsWith("file:") && value.length() > 5) {
                try {
                    return new ToFile(Path.of(value.substring(5)));
                } catch (InvalidPathException e) {
                    throw new TypeConversionException("'" + value.substring(5) + "' cannot be the name of a file");
                }
            }
            return switch (value) {
                case "stdio" -> new Stdio();
                case "null", "none" -> new Null();
                default -> throw new TypeConversionException("'" + value + "' is none of stdio, null, file:FILE");
            };
        }
    }
}
