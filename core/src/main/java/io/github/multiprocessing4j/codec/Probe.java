package io.github.multiprocessing4j.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.ObjectStreamField;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has Java's own serialization take one object apart, which may do so also where a package is closed to this library. It
 * hands out what it would write next, and gets nothing in its place; for the sake of a message only.
 */
final class Probe extends ObjectOutputStream {
    private final List<Object> parts = new ArrayList<>();

    private @Nullable Object root;

    private Probe() throws IOException {
        super(OutputStream.nullOutputStream());
        enableReplaceObject(true);
    }

    private static Probe of(Object object) throws IOException {
        Probe probe = new Probe();
        probe.writeObject(object);
        return probe;
    }

    @Override
    protected @Nullable Object replaceObject(Object object) {
        if (root == null) {
            root = object;
            return object instanceof SerializedLambda ? null : object;
        }
        parts.add(object);
        return null;
    }

    /** {@return what a lambda is written as, or null if it is no serializable one} */
    static @Nullable SerializedLambda form(Object lambda) throws IOException {
        return of(lambda).root instanceof SerializedLambda form ? form : null;
    }

    /** Visits what the fields of an object hold, or whatever else its class writes. */
    static void parts(Object object, References.Visitor visitor) throws IOException {
        List<Object> parts = of(object).parts;
        List<ObjectStreamField> fields = fields(object.getClass());
        for (int i = 0; i < parts.size(); i++) {
            Object part = parts.get(i);
            ObjectStreamField field = fields.size() == parts.size() ? fields.get(i) : onlyOneFor(part, fields);
            String owner = object.getClass().getTypeName();
            visitor.visit(part, field == null ? "in " + known(owner) : References.inField(field.getName(), owner));
        }
    }

    /** What lists, sets and maps of {@code List.of} and the like are written as is known to nobody. */
    private static String known(String type) {
        return type.equals("java.util.CollSer") ? "a collection" : type;
    }

    /** In the order in which they are written; none if the class may write anything else, or is the JDK's. */
    private static List<ObjectStreamField> fields(Class<?> type) {
        List<ObjectStreamField> fields = new ArrayList<>();
        for (Class<?> owner = type.getClassLoader() == null ? null : type;
                owner != null && Serializable.class.isAssignableFrom(owner); ) {
            if (hasHook(owner)) {
                return List.of();
            }
            List<ObjectStreamField> own = new ArrayList<>();
            for (ObjectStreamField field : ObjectStreamClass.lookup(owner).getFields()) {
                if (!field.isPrimitive()) {
                    own.add(field);
                }
            }
            fields.addAll(0, own);
            owner = owner.getSuperclass();
        }
        return fields;
    }

    private static boolean hasHook(Class<?> type) {
        try {
            return Externalizable.class.isAssignableFrom(type)
                    || type.getDeclaredMethod("writeObject", ObjectOutputStream.class) != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /** Nulls and classes are not handed out, so that there may be more fields than parts. */
    private static @Nullable ObjectStreamField onlyOneFor(Object part, List<ObjectStreamField> fields) {
        List<ObjectStreamField> fitting = fields.stream()
                .filter(field -> field.getType().isInstance(part))
                .toList();
        return fitting.size() == 1 ? fitting.getFirst() : null;
    }
}
