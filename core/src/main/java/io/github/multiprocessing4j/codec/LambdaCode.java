package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.classes.ClassBytes;
import io.github.multiprocessing4j.classes.Snippets;
import io.github.multiprocessing4j.failure.SerializationException;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * A hash of the code that a lambda stands for: of the class file that contains it, and of the class file of the method that
 * it calls if that is another. Zero if a class loader does not hand out its class files; then nothing can be checked.
 */
final class LambdaCode {
    private static final ClassValue<Long> CLASS_FILES = new ClassValue<>() {
        @Override
        protected Long computeValue(Class<?> type) {
            return hashClassFile(type);
        }
    };

    private LambdaCode() {}

    static long hash(SerializedLambda form, @Nullable ClassLoader loader) {
        return hash(form.getCapturingClass(), form.getImplClass(), loader);
    }

    private static long hash(String capturing, String implementing, @Nullable ClassLoader loader) {
        long hash = hash(capturing, loader);
        return hash == 0 || implementing.equals(capturing) ? hash : Hash.mix(hash, hash(implementing, loader));
    }

    private static long hash(String internalName, @Nullable ClassLoader loader) {
        try {
            Class<?> type = Class.forName(internalName.replace('/', '.'), false, loader);
            if (Snippets.hasClass(type.getName())) {
                return hashClassFile(type); // it may be another one the next time
            }
            return type.getClassLoader() == null ? 1 : CLASS_FILES.get(type);
        } catch (ClassNotFoundException | LinkageError e) {
            return 0;
        }
    }

    private static long hashClassFile(Class<?> type) {
        byte[] bytes = ClassBytes.of(type);
        return bytes == null ? 0 : Hash.of(bytes, bytes.length);
    }

    /** Throws if the code here is known to differ from that of the sender. */
    static void check(long expected, Class<?> capturing, String implementing) {
        long actual = hash(capturing.getName().replace('.', '/'), implementing, capturing.getClassLoader());
        if (expected != 0 && actual != 0 && expected != actual) {
            throw new SerializationException(
                    "A lambda of " + capturing.getName()
                            + " was received, but the two processes run differently compiled code of it: give both the"
                            + " same class path, and start anew what still runs older classes",
                    null);
        }
    }
}
