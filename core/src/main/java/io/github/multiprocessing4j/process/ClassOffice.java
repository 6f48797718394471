package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.classes.ClassBytes;
import io.github.multiprocessing4j.classes.ClassPatterns;
import io.github.multiprocessing4j.classes.SeenLoaders;
import io.github.multiprocessing4j.classes.ShippedClassLoader;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
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
     * {@return the answer to a child that asks for something} Runs the code of class loaders, which may fail in any way.
     *
     * @param question as it is announced
     */
    ByteBuffer answer(ByteBuffer question) {
        byte kind = question.get();
        String name = StandardCharsets.UTF_8.decode(question).toString();
        try {
            return kind == Announcements.CLASS_WANTED ? find(name) : findResources(name);
        } catch (IOException | RuntimeException | Error e) { // whatever it is, somebody waits for the answer
            LibraryLog.logger().log(Level.WARNING, "a child asked for " + name + ", which can't be had", e);
            return refused("looking for it failed in its parent: " + e);
        }
    }

    /**
     * {@return whether the calling thread finds resources that are not on the class path} A child whose parent does not need not ask for any: programs look for many that
     * are nowhere.
     */
    static boolean hasResources() {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        return own instanceof ShippedClassLoader shipped
                ? shipped.shipsResources()
                : own != null && !own.equals(ClassLoader.getSystemClassLoader());
    }

    /** Each with its length before it. */
    private ByteBuffer findResources(String name) throws IOException {
        ClassLoader from = context;
        if (from == null || !shipped.include(name.replace('/', '.'))) {
            return refused("not to be shipped");
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        for (URL url : Collections.list(from.getResources(name))) {
            try (InputStream in = url.openStream()) {
                byte[] content = in.readAllBytes();
                out.writeInt(content.length);
                out.write(content);
            }
        }
        return answer(FOUND, all.toByteArray());
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
