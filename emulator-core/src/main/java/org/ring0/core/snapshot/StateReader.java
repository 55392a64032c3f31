package org.ring0.core.snapshot;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@link StateWriter} wrote. Components are matched by name: one that the bytes lack keeps the value of the
 * given default (the state after power-on), one that the record lacks is ignored. Every byte is treated as hostile.
 */
public final class StateReader {
    private static final int MAX_DEPTH = 32;

    private final ByteBuffer in;
    private int depth;

    private StateReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /**
     * Decodes a record of the class of {@code defaults}.
     *
     * @throws StateFormatException when the bytes are not such a state
     */
    @SuppressWarnings("unchecked")
    public static <S extends Record> S decode(byte[] bytes, S defaults) throws StateFormatException {
        StateReader reader = new StateReader(bytes);
        try {
            Object tree = reader.tree();
            if (reader.in.hasRemaining()) {
                throw new StateFormatException("bytes are left over");
            }
            return (S) convert(tree, defaults.getClass(), defaults);
        } catch (BufferUnderflowException e) {
            throw new StateFormatException("cut short");
        }
    }

    private Object tree() throws StateFormatException {
        if (++depth > MAX_DEPTH) {
            throw new StateFormatException("nested too deeply");
        }
        int tag = in.get();
        Object value = switch (tag) {
            case StateTag.NULL -> null;
            case StateTag.INTEGER -> in.getLong();
            case StateTag.STRING -> string();
            case StateTag.BYTES -> bytes();
            case StateTag.LIST -> list();
            case StateTag.RECORD -> record();
            default -> throw new StateFormatException("no such tag: " + tag);
        };
        depth--;
        return value;
    }

    /** A count that the remaining bytes can hold, so that a hostile one cannot exhaust the heap. */
    private int count() throws StateFormatException {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw new StateFormatException("impossible length: " + count);
        }
        return count;
    }

    /** In the modified UTF-8 of {@link java.io.DataOutput#writeUTF}. */
    private String string() throws StateFormatException {
        in.mark();
        byte[] text = new byte[2 + (in.getShort() & 0xffff)];
        in.reset().get(text);
        try {
            return new DataInputStream(new ByteArrayInputStream(text)).readUTF();
        } catch (IOException e) {
            throw new StateFormatException("not a text");
        }
    }

    private byte[] bytes() throws StateFormatException {
        byte[] value = new byte[count()];
        in.get(value);
        return value;
    }

    private List<Object> list() throws StateFormatException {
        int count = count();
        List<Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(tree());
        }
        return list;
    }

    private Map<String, Object> record() throws StateFormatException {
        int count = count();
        Map<String, Object> components = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = string();
            components.put(name, tree());
        }
        return components;
    }

    private static Object convert(Object tree, Type type, Object fallback) throws StateFormatException {
        Class<?> raw = type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
        return switch (tree) {
            case null -> {
                if (raw.isPrimitive()) {
                    throw new StateFormatException("nothing where a number belongs");
                }
                yield null;
            }
            case Long number -> number(number, raw);
            case String text -> text(text, raw);
            case byte[] bytes when raw == byte[].class -> bytes;
            case List<?> list when raw.isArray() -> array(list, raw.getComponentType());
            case List<?> list when raw == List.class -> list(list, type);
            case Map<?, ?> map when raw.isRecord() -> recordOf(map, raw, (Record) fallback);
            default -> throw new StateFormatException("not a " + raw.getSimpleName());
        };
    }

    private static Object number(long value, Class<?> type) throws StateFormatException {
        if (type == long.class) {
            return value;
        } else if (type == int.class) {
            return (int) value;
        } else if (type == boolean.class) {
            return value != 0;
        } else if (type == short.class) {
            return (short) value;
        } else if (type == byte.class) {
            return (byte) value;
        } else if (type == char.class) {
            return (char) value;
        } else if (type == double.class) {
            return Double.longBitsToDouble(value);
        }
        throw new StateFormatException("a number where a " + type.getSimpleName() + " belongs");
    }

    private static Object text(String text, Class<?> type) throws StateFormatException {
        if (type == String.class) {
            return text;
        }
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
        }
        throw new StateFormatException("no " + type.getSimpleName() + ": " + text);
    }

    private static Object array(List<?> list, Class<?> element) throws StateFormatException {
        Object array = Array.newInstance(element, list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(array, i, convert(list.get(i), element, null));
        }
        return array;
    }

    private static List<Object> list(List<?> list, Type type) throws StateFormatException {
        Type element = ((ParameterizedType) type).getActualTypeArguments()[0];
        List<Object> converted = new ArrayList<>(list.size());
        for (Object value : list) {
            converted.add(convert(value, element == Integer.class ? int.class : element, null));
        }
        return List.copyOf(converted);
    }

    private static Record recordOf(Map<?, ?> map, Class<?> type, Record fallback) throws StateFormatException {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            Object old = fallback == null ? null : RecordFields.get(fallback, components[i]);
            if (map.containsKey(components[i].getName())) {
                values[i] = convert(map.get(components[i].getName()), components[i].getGenericType(), old);
            } else if (fallback != null) {
                values[i] = old;
            } else {
                throw new StateFormatException(type.getSimpleName() + " lacks " + components[i].getName());
            }
        }
        return construct(type, types, values);
    }

    private static Record construct(Class<?> type, Class<?>[] types, Object[] values) throws StateFormatException {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (Record) constructor.newInstance(values);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new StateFormatException("no valid " + type.getSimpleName());
        }
    }
}
