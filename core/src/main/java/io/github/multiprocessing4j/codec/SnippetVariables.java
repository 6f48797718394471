package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.classes.ShippedClassLoader;
import io.github.multiprocessing4j.classes.SnippetVersions;
import io.github.multiprocessing4j.classes.Snippets;
import io.github.multiprocessing4j.failure.SerializationException;
import java.io.IOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The variables of JShell's that a lambda uses, or a class that was declared there. They are static fields of classes that the other side loads anew,
 * so their present values are sent with every such lambda, or with the name of the class in each message, and set there before there is such an object.
 *
 * <p>A snippet may be given other code under the same name, when a method is declared anew. So the versions of all that the code consists of go before everything else: who has another
 * one loads them all once more.
 *
 * @param fields what holds them
 * @param versions of the snippets
 */
record SnippetVariables(Field[] fields, Map<String, Long> versions) {
    private static final SnippetVariables NONE = new SnippetVariables(new Field[0], Map.of());

    /** Stands for the lambda, where the value of a variable is the one that is being sent: it calls itself. */
    enum Itself {
        LAMBDA
    }

    static SnippetVariables of(SerializedLambda form, @Nullable ClassLoader loader) {
        return Snippets.has(form.getCapturingClass())
                ? of(Snippets.needsOf(
                        form.getImplClass(),
                        form.getImplMethodName(),
                        form.getImplMethodSignature(),
                        form.getInstantiatedMethodType(),
                        loader))
                : NONE;
    }

    private static SnippetVariables of(Snippets.Needs needs) {
        return new SnippetVariables(needs.variables().toArray(Field[]::new), needs.versions());
    }

    /** A snippet itself has nothing but what its lambdas say of it: they are what is sent, not the rest of it. */
    static boolean mayHave(Class<?> type) {
        return Snippets.declares(type.getName());
    }

    static SnippetVariables of(Class<?> type) {
        return of(Snippets.needsOf(type.getName().replace('.', '/'), "", "", "", type.getClassLoader()));
    }

    void describe(Sink body) {
        body.writeVarInt(versions.size());
        versions.forEach((name, version) -> {
            body.writeString(name);
            body.writeLong(version);
        });
        body.writeVarInt(fields.length);
        for (Field field : fields) {
            body.writeString(field.getDeclaringClass().getName());
            body.writeString(field.getName());
        }
    }

    static SnippetVariables read(Source in, Classes classes) {
        int snippets = in.readVarInt();
        if (snippets > 0) {
            requireVersions(snippets, in, classes);
        }
        Field[] fields = new Field[in.readVarInt()];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = field(classes.load(in.readString()), in.readString());
        }
        return fields.length == 0 ? NONE : new SnippetVariables(fields, Map.of());
    }

    private static void requireVersions(int snippets, Source in, Classes classes) {
        Map<String, Long> versions = new HashMap<>();
        for (int i = 0; i < snippets; i++) {
            versions.put(in.readString(), in.readLong());
        }
        ClassLoader loader = classes.loader;
        if (loader != null) {
            SnippetVersions.require(versions, loader);
        }
    }

    private static Field field(Class<?> type, String name) {
        try {
            if (!Snippets.hasClass(type.getName())) {
                throw new SerializationException(type.getName() + " is no snippet, so its fields are not set", null);
            }
            Field field = type.getField(name);
            field.setAccessible(true); // the class is not public
            return field;
        } catch (NoSuchFieldException e) {
            throw new SerializationException("The snippet " + type.getName() + " has no variable " + name + " here", e);
        }
    }

    void write(StreamWriter out) throws IOException {
        Sink body = new Sink(64);
        describe(body);
        out.writeObject(body.toByteArray());
        for (Field field : fields) {
            out.writeObject(get(field));
        }
    }

    static void readAndSet(StreamReader in) throws IOException, ClassNotFoundException {
        byte[] described = (byte[]) Objects.requireNonNull(in.readObject());
        SnippetVariables variables = read(Source.of(described), in.classes);
        @Nullable Object[] values = new @Nullable Object[variables.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readObject();
        }
        variables.set(values);
    }

    /** Passes them to somebody who looks for what can't be sent. */
    void visit(References.Visitor visitor) {
        for (Field field : fields) {
            visitor.visit(get(field), "the value of the variable " + field.getName() + ", which it uses");
        }
    }

    int count() {
        return fields.length;
    }

    /** {@return a variable's value, to be sent} */
    @SuppressWarnings("ReferenceEquality") // of a variable's value and the lambda
    @Nullable
    Object value(int index, Object lambda) {
        Object value = get(fields[index]);
        return value == lambda ? Itself.LAMBDA : value;
    }

    /** Sets those that have a value of their own. */
    void set(@Nullable Object[] values) {
        for (int i = 0; i < fields.length; i++) {
            if (values[i] != Itself.LAMBDA) {
                set(fields[i], values[i]);
            }
        }
    }

    /** Sets those whose value is the lambda itself. */
    void setItself(@Nullable Object[] values, Object lambda) {
        for (int i = 0; i < fields.length; i++) {
            if (values[i] == Itself.LAMBDA) {
                set(fields[i], lambda);
            }
        }
    }

    private static @Nullable Object get(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw closed(field, e);
        }
    }

    /** Where the snippet itself has run its variables are the user's, although a lambda may come back that was sent before. */
    private static void set(Field field, @Nullable Object value) {
        if (ShippedClassLoader.hasShipped(field.getDeclaringClass())) {
            try {
                field.set(null, value);
            } catch (IllegalAccessException e) {
                throw closed(field, e);
            }
        }
    }

    private static SerializationException closed(Field field, IllegalAccessException e) {
        return new SerializationException("The variable " + field.getName() + " of a snippet can't be accessed", e);
    }
}
