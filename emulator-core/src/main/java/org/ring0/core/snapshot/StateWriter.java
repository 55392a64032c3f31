package org.ring0.core.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.List;

/**
 * Writes a state record as bytes that describe themselves: every component by its name, so that an older or newer record
 * can be read back. Equal states give equal bytes, which is what the digest hashes.
 */
public final class StateWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private StateWriter() {}

    /** The bytes of a record made of primitives, strings, enums, arrays of primitives, lists and such records. */
    public static byte[] encode(Record state) {
        StateWriter writer = new StateWriter();
        try {
            writer.value(state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.bytes.toByteArray();
    }

    private void value(Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(StateTag.NULL);
            case Boolean b -> integer(b ? 1 : 0);
            case Character c -> integer(c);
            case Double d -> integer(Double.doubleToRawLongBits(d));
            case Number n -> integer(n.longValue());
            case Enum<?> e -> string(e.name());
            case String s -> string(s);
            case byte[] b -> byteArray(b);
            case List<?> list -> list(list);
            case Record r -> record(r);
            default -> array(value);
        }
    }

    private void integer(long value) throws IOException {
        out.writeByte(StateTag.INTEGER);
        out.writeLong(value);
    }

    private void string(String value) throws IOException {
        out.writeByte(StateTag.STRING);
        out.writeUTF(value);
    }

    private void byteArray(byte[] value) throws IOException {
        out.writeByte(StateTag.BYTES);
        out.writeInt(value.length);
        out.write(value);
    }

    private void list(List<?> list) throws IOException {
        out.writeByte(StateTag.LIST);
        out.writeInt(list.size());
        for (Object element : list) {
            value(element);
        }
    }

    private void array(Object array) throws IOException {
        if (!array.getClass().isArray()) {
            throw new IllegalArgumentException(
                    "a state record cannot hold a " + array.getClass().getName());
        }
        int length = Array.getLength(array);
        out.writeByte(StateTag.LIST);
        out.writeInt(length);
        for (int i = 0; i < length; i++) {
            value(Array.get(array, i));
        }
    }

    private void record(Record record) throws IOException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        out.writeByte(StateTag.RECORD);
        out.writeInt(components.length);
        for (RecordComponent component : components) {
            out.writeUTF(component.getName());
            value(RecordFields.get(record, component));
        }
    }
}
