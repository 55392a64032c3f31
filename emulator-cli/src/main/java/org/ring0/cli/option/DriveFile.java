package org.ring0.cli.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.ring0.devices.storage.image.Access;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An image and how it may be used: {@code FILE}, {@code FILE,snapshot} or {@code FILE,readonly}.
 *
 * @param path the image
 * @param access how to open it, or null if that was left open
 */
public record DriveFile(Path path, Access access) {
    private static final String SNAPSHOT = ",snapshot";
    private static final String READ_ONLY = ",readonly";

    /** Reads the option's value. */
    public static final class Converter implements ITypeConverter<DriveFile> {
        @Override
        public DriveFile convert(String value) {
            if (value.endsWith(SNAPSHOT)) {
                return of(value.substring(0, value.length() - SNAPSHOT.length()), Access.SNAPSHOT);
            }
            if (value.endsWith(READ_ONLY)) {
                return of(value.substring(0, value.length() - READ_ONLY.length()), Access.READ_ONLY);
            }
            return of(value, null);
        }

        private static DriveFile of(String file, Access access) {
            if (file.isEmpty()) {
                throw new TypeConversionException("the name of the file is missing");
            }
            try {
                return new DriveFile(Path.of(file), access);
            } catch (InvalidPathException e) {
                throw new TypeConversionException("'" + file + "' cannot be the name of a file");
            }
        }
    }
}
