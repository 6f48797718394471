package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.classes.ClassSource;
import io.github.multiprocessing4j.classes.ShippedClassLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

    /** Asks on a thread of which no user's code knows: an interrupt would close the channel. */
    @Override
    public byte[] fetch(String name) throws ClassNotFoundException {
        try {
            return CompletableFuture.supplyAsync(() -> ask(name), Tellers.all()).join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof Refusal) {
                throw new ClassNotFoundException(name + ": " + cause.getMessage());
            }
            throw new ClassNotFoundException(name + ": its parent can't be asked for it", cause);
        }
    }

    private byte[] ask(String name) {
        try {
            ByteBuffer answer = parent.askForClass(name);
            byte outcome = answer.get();
            byte[] content = new byte[answer.remaining()];
            answer.get(content);
            if (outcome != ClassOffice.FOUND) {
                throw new Refusal(new String(content, StandardCharsets.UTF_8));
            }
            return content;
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String why) {
            super(why, null, false, false);
        }
    }
}
