package org.ring0.cli.option;

import org.ring0.embed.ByteSize;
import org.ring0.embed.VmException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 64M}, see {@link ByteSize}. */
public final class MemorySize implements ITypeConverter<Long> {
    @Override
    public Long convert(String value) {
        try {
            return ByteSize.parse(value);
        } catch (VmException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
