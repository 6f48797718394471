package io.github.multiprocessing4j.codec;

import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Lambdas and method references with a serializable type, all objects of one place in the program. What names the code is
 * the same for all of them, so the descriptor is made once; what they captured follows it.
 */
final class LambdaShape extends Shape {
    private final Method writeReplace;

    private volatile @Nullable Site site;

    /**
     * Where they come from.
     *
     * @param descriptor what is said of it
     * @param variables what is sent beside what they have captured
     */
    private record Site(byte[] descriptor, SnippetVariables variables) {}

    private LambdaShape(Method writeReplace) {
        this.writeReplace = writeReplace;
    }

    static Shape of(Class<?> type) {
        Method writeReplace = Serializable.class.isAssignableFrom(type) ? openWriteReplace(type) : null;
        return writeReplace == null ? Shape.OfStream.INSTANCE : new LambdaShape(writeReplace);
    }

    private static @Nullable Method openWriteReplace(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("writeReplace");
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException | RuntimeException e) {
            return null; // no lambda, or in a package that is closed to this library
        }
    }

    @Override
    void write(FastWriter out, Object lambda) throws Exception {
        if (!(replace(lambda) instanceof SerializedLambda form)) {
            throw NeedsStream.INSTANCE;
        }
        Site known = site;
        if (known == null) {
            known = describe(form, lambda.getClass());
            site = known.variables.versions().isEmpty() ? known : null; // a snippet may have other code the next time
        }
        int captured = form.getCapturedArgCount();
        SnippetVariables variables = known.variables;
        int number = captured + variables.count() == 0 ? 0 : out.open(lambda);
        if (number >= 0) {
            out.writeDescribed(this, known.descriptor);
            for (int i = 0; i < variables.count(); i++) {
                out.writeObject(variables.value(i, lambda));
            }
            for (int i = 0; i < captured; i++) {
                out.writeObject(form.getCapturedArg(i));
            }
            if (captured + variables.count() > 0) {
                out.close(number);
            }
        }
    }

    private Object replace(Object lambda) throws IllegalAccessException {
        try {
            return writeReplace.invoke(lambda);
        } catch (InvocationTargetException e) {
            throw new CheckedFailure(e.getTargetException());
        }
    }

    private static Site describe(SerializedLambda form, Class<?> type) {
        SnippetVariables variables = SnippetVariables.of(form, type.getClassLoader());
        Sink body = new Sink(256);
        body.writeByte(Descriptor.LAMBDA);
        variables.describe(body);
        body.writeString(form.getCapturingClass());
        body.writeLong(LambdaCode.hash(form, type.getClassLoader()));
        body.writeByte(form.getCapturedArgCount());
        body.writeString(form.getFunctionalInterfaceClass());
        body.writeString(form.getFunctionalInterfaceMethodName());
        body.writeString(form.getFunctionalInterfaceMethodSignature());
        body.writeByte(form.getImplMethodKind());
        body.writeString(form.getImplClass());
        body.writeString(form.getImplMethodName());
        body.writeString(form.getImplMethodSignature());
        body.writeString(form.getInstantiatedMethodType());
        return new Site(Descriptor.framed(body), variables);
    }
}
