package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.classes.ClassBytes;
import io.github.multiprocessing4j.classes.ClassPatterns;
import io.github.multiprocessing4j.classes.SeenLoaders;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where a child asks its parent for classes that it does not find: the parent's end. */
final class ClassOffice {
    /** What the answer is, in its second byte. */
    static final byte FOUND = 1;

    static final byte REFUSED = 0;

    private final ClassPatterns shipped;

    /** Of the thread that started the child, who may run under a loader that has all. */
    private volatile @Nullable ClassLoader context;

    ClassOffice(ClassPatterns shipped) {
        this.shipped = shipped;
        useContext();
    }

    /** Looks for classes as the calling thread does, from now on. */
    void useContext() {
        context = Thread.currentThread().getContextClassLoader();
    }

    /**
     * {@return the answer to a child that asks for a class} Runs the code of class loaders, which may fail in any way.
     *
     * @param question the rest of what it has announced
     */
    ByteBuffer answer(ByteBuffer question) {
        String name = StandardCharsets.UTF_8.decode(question).toString();
        try {
            return find(name);
        } catch (RuntimeException | LinkageError e) {
            System.getLogger("io.github.multiprocessing4j")
                    .log(Level.WARNING, "a child asked for the class " + name + ", which can't be had", e);
            return refused("looking for it failed in its parent: " + e);
        }
    }

    private ByteBuffer find(String name) {
        if (!shipped.include(name)) {
            return refused("its parent was told not to ship it (" + String.join(", ", shipped.patterns()) + ")");
        }
        Class<?> type = SeenLoaders.find(name, context);
        if (type == null || isOfTheJdk(type)) {
            type = SeenLoaders.find(name);
        }
        if (type == null || isOfTheJdk(type)) {
            return refused("its parent does not find it either");
        }
        byte[] bytes = ClassBytes.of(type);
        return bytes == null
                ? refused("its parent can't ship it, since " + type.getClassLoader() + " hands out no class file of it")
                : answer(FOUND, bytes);
    }

    /** They come with the JVM, or not at all. */
    private static boolean isOfTheJdk(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader.equals(ClassLoader.getPlatformClassLoader());
    }

    private static ByteBuffer refused(String why) {
        return answer(REFUSED, why.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer answer(byte outcome, byte[] content) {
        return ByteBuffer.allocate(2 + content.length)
                .put(ParentMessages.CLASS)
                .put(outcome)
                .put(content)
                .flip();
    }
}
