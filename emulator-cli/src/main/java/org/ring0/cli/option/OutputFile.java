package org.ring0.cli.option;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A file that is written when a run has ended; {@code -} is standard output.
 *
 * @param path the file, or null for standard output
 */
public record OutputFile(Path path) {
    /** Reads the option's value. */
    public static final class Converter implements ITypeConverter<OutputFile> {
        @Override
        public OutputFile convert(String value) {
            return of(value);
        }
    }

    static OutputFile of(String value) {
        if (value.isEmpty()) {
            throw new TypeConversionException("the name of the file is missing");
        }
        try {
            return new OutputFile(value.equals("-") ? null : Path.of(value));
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + value + "' cannot be the name of a file");
        }
    }

    /** Whether it is standard output. */
    public boolean isStandardOutput() {
        return path == null;
    }

    /** Writes the content, to {@code standard} if that is meant. */
    public void write(byte[] content, OutputStream standard) throws IOException {
        if (isStandardOutput()) {
            standard.write(content);
            standard.flush();
        } else {
            Files.write(path, content);
        }
    }

    @Override
    public String toString() {
        return isStandardOutput() ? "standard output" : path.toString();
    }
}
