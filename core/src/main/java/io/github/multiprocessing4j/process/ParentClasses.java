package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.classes.ClassSource;
import io.github.multiprocessing4j.classes.ShippedClassLoader;
import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Where a child asks its parent for classes that it does not find: the child's end. */
final class ParentClasses implements ClassSource {
    private final ParentLink parent;

    private ParentClasses(ParentLink parent) {
        this.parent = parent;
    }

    /** From now on the calling thread, and those that it starts, find the parent's classes too. */
    static void findFrom(ParentLink parent) {
        Thread.currentThread()
                .setContextClassLoader(
                        new ShippedClassLoader(ClassLoader.getSystemClassLoader(), new ParentClasses(parent)));
    }

    /** And its resources. */
    static void findResourcesToo() {
        if (Thread.currentThread().getContextClassLoader() instanceof ShippedClassLoader shipped) {
            shipped.shipResources();
        }
    }

    @Override
    public byte[] fetch(String name) throws ClassNotFoundException {
        ByteBuffer answer;
        try {
            answer = ask(Announcements.CLASS_WANTED, name);
        } catch (IOException e) {
            throw new ClassNotFoundException(name + ": its parent can't be asked for it", e);
        }
        if (answer.get() != ClassOffice.FOUND) {
            throw new ClassNotFoundException(name + ": " + StandardCharsets.UTF_8.decode(answer));
        }
        return bytes(answer, answer.remaining());
    }

    @Override
    public List<byte[]> fetchResources(String name) {
        ByteBuffer answer;
        try {
            answer = ask(Announcements.RESOURCES_WANTED, name);
        } catch (IOException e) {
            LibraryLog.logger().log(Level.DEBUG, "the parent can't be asked for " + name, e);
            return List.of();
        }
        List<byte[]> contents = new ArrayList<>();
        if (answer.get() == ClassOffice.FOUND) {
            answer.order(ByteOrder.BIG_ENDIAN); // as DataOutputStream writes
            while (answer.hasRemaining()) {
                contents.add(bytes(answer, answer.getInt()));
            }
        }
        return contents;
    }

    private static byte[] bytes(ByteBuffer from, int count) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }

    /** On a thread of which no user's code knows: an interrupt would close the channel. */
    private ByteBuffer ask(byte question, String name) throws IOException {
        CompletableFuture<ByteBuffer> answer = new CompletableFuture<>();
        Tellers.all().execute(() -> {
            try {
                answer.complete(parent.ask(question, name));
            } catch (IOException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }
}
