package io.github.multiprocessing4j.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Takes records apart and makes them by reflection, where no class can be generated beside theirs: in another module, or
 * under a class loader that does not know this library.
 */
final class ReflectiveAccess implements Serializer<Object> {
    private final Field[] fields;

    private final Class<?>[] types;

    private final Constructor<?> constructor;

    private ReflectiveAccess(Class<?> type, RecordComponent[] components) throws ReflectiveOperationException {
        fields = new Field[components.length];
        types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            fields[i] = type.getDeclaredField(components[i].getName());
            fields[i].setAccessible(true);
            types[i] = components[i].getType();
        }
        constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
    }

    static @Nullable Serializer<Object> of(Class<?> type, RecordComponent[] components) {
        try {
            return new ReflectiveAccess(type, components);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    @Override
    public void write(Object value, Encoder out) throws IllegalAccessException {
        for (int i = 0; i < fields.length; i++) {
            write(types[i], fields[i].get(value), out);
        }
    }

    private static void write(Class<?> type, @Nullable Object value, Encoder out) {
        if (!type.isPrimitive() || value == null) {
            out.writeObject(value);
        } else if (type == int.class) {
            out.writeInt((Integer) value);
        } else if (type == long.class) {
            out.writeLong((Long) value);
        } else if (type == double.class) {
            out.writeDouble((Double) value);
        } else if (type == boolean.class) {
            out.writeBoolean((Boolean) value);
        } else if (type == float.class) {
            out.writeFloat((Float) value);
        } else if (type == byte.class) {
            out.writeByte((Byte) value);
        } else if (type == short.class) {
            out.writeShort((Short) value);
        } else {
            out.writeChar((Character) value);
        }
    }

    @Override
    public Object read(Decoder in) throws Exception {
        @Nullable Object[] components = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            components[i] = read(types[i], in);
        }
        try {
            return constructor.newInstance(components);
        } catch (InvocationTargetException e) {
            throw new CheckedFailure(e.getTargetException());
        }
    }

    private static @Nullable Object read(Class<?> type, Decoder in) {
        if (!type.isPrimitive()) {
            return in.readObject();
        } else if (type == int.class) {
            return in.readInt();
        } else if (type == long.class) {
            return in.readLong();
        } else if (type == double.class) {
            return in.readDouble();
        } else if (type == boolean.class) {
            return in.readBoolean();
        } else if (type == float.class) {
            return in.readFloat();
        } else if (type == byte.class) {
            return in.readByte();
        } else if (type == short.class) {
            return in.readShort();
        }
        return in.readChar();
    }
}
