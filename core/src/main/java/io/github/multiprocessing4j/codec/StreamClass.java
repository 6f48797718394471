package io.github.multiprocessing4j.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.lang.reflect.Method;

/**
 * What an object stream says about a class: its name, its {@code serialVersionUID}, and a hash of its serializable fields
 * instead of the fields themselves. The reader takes the fields from its own class, so the hashes must agree even where the
 * application pinned the version.
 */
record StreamClass(String name, long version, long layout) {
    private static final ClassValue<StreamClass> DESCRIPTIONS = new ClassValue<>() {
        @Override
        protected StreamClass computeValue(Class<?> type) {
            return describe(ObjectStreamClass.lookupAny(type), type);
        }
    };

    static StreamClass of(ObjectStreamClass described) {
        return DESCRIPTIONS.get(described.forClass());
    }

    private static StreamClass describe(ObjectStreamClass described, Class<?> type) {
        if (type.isArray() || Enum.class.isAssignableFrom(type)) {
            return new StreamClass(type.getName(), 0, 0);
        }
        return new StreamClass(type.getName(), described.getSerialVersionUID(), layout(described, type));
    }

    private static long layout(ObjectStreamClass described, Class<?> type) {
        long hash = Externalizable.class.isAssignableFrom(type) ? 1 : 0;
        for (ObjectStreamField field : described.getFields()) {
            hash = Hash.mix(hash, field.getName());
            hash = Hash.mix(hash, field.getType().getName());
        }
        return type.getClassLoader() == null ? hash : Hash.mix(hash, declaresWriteObject(type) ? 1 : 0);
    }

    private static boolean declaresWriteObject(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("writeObject", ObjectOutputStream.class);
            return method.getReturnType() == void.class;
        } catch (NoSuchMethodException | LinkageError e) {
            return false;
        }
    }

    void write(ObjectOutputStream out) throws IOException {
        out.writeUTF(name);
        out.writeLong(version);
        out.writeLong(layout);
    }

    static ObjectStreamClass read(ObjectInputStream in, Classes classes) throws IOException {
        Class<?> type = classes.load(in.readUTF());
        ObjectStreamClass local = ObjectStreamClass.lookupAny(type);
        StreamClass expected = of(local);
        long version = in.readLong();
        long layout = in.readLong();
        if (version != expected.version || layout != expected.layout) {
            throw new InvalidClassException(
                    type.getName(),
                    "the two processes run different versions of this class; give both the same class path");
        }
        return local;
    }
}
