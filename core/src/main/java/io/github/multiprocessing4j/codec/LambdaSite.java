package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.failure.SerializationException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * The place in the program that a received lambda comes from. Its class makes the lambda anew, by the method that the
 * compiler put there for deserialization, which accepts nothing but lambdas of that class.
 */
final class LambdaSite implements Described {
    private final Class<?> capturing;

    private final Method deserialize;

    private final int captured;

    private final String[] texts = new String[7];

    private final int implKind;

    private final SnippetVariables variables;

    /** Reads what {@link LambdaShape} describes. */
    LambdaSite(Source in, Classes classes) {
        variables = SnippetVariables.read(in, classes);
        capturing = classes.load(in.readString().replace('/', '.'));
        long code = in.readLong();
        captured = in.readByte() & 0xff;
        texts[0] = in.readString();
        texts[1] = in.readString();
        texts[2] = in.readString();
        implKind = in.readByte();
        for (int i = 3; i < texts.length; i++) {
            texts[i] = in.readString();
        }
        LambdaCode.check(code, capturing, texts[3]);
        deserialize = method(capturing);
    }

    private static Method method(Class<?> capturing) {
        try {
            Method method = capturing.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException | RuntimeException e) {
            throw new SerializationException(
                    "A lambda of " + capturing.getName()
                            + " cannot be made here: its class has none that serializes, or"
                            + " its module does not open the package",
                    e);
        }
    }

    @Override
    public Class<?> type() {
        return capturing;
    }

    @Override
    public Object read(FastReader in) throws Exception {
        if (captured + variables.count() == 0) {
            return make(new Object[0]);
        }
        int number = in.reserve();
        @Nullable Object[] values = objects(in, variables.count());
        variables.set(values);
        Object lambda = make(objects(in, captured));
        variables.setItself(values, lambda);
        return in.define(number, lambda);
    }

    private static @Nullable Object[] objects(FastReader in, int count) {
        @Nullable Object[] objects = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            objects[i] = in.readObject();
        }
        return objects;
    }

    private Object make(@Nullable Object[] arguments) throws IllegalAccessException {
        SerializedLambda form = new SerializedLambda(
                capturing, texts[0], texts[1], texts[2], implKind, texts[3], texts[4], texts[5], texts[6], arguments);
        try {
            return deserialize.invoke(null, form);
        } catch (InvocationTargetException e) {
            throw new CheckedFailure(e.getTargetException());
        }
    }
}
