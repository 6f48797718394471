package io.github.multiprocessing4j.testkit;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Lets a class of tests run alone that says so: several JVMs of one build run tests side by side (the modules of {@code core-tests}), since most tests
 * wait more than they compute.
 *
 * <p>Every class holds a lock of a file in the build folder, a shared one unless it is {@link Alone}. Who waits to be alone
 * keeps the door to it closed, so that nobody comes in meanwhile. The kernel releases the locks of a JVM that dies.
 */
public final class SideBySide implements BeforeAllCallback, AfterAllCallback {
    private static final Path FILE = Path.of("target", "side-by-side.lock");

    private static final long DOOR = 0;

    private static final long ROOM = 1;

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SideBySide.class);

    /** Never closed: with it all of this JVM's locks of the file would go. */
    private static final FileChannel LOCKS = open();

    private static FileChannel open() {
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            return FileChannel.open(FILE, CREATE, READ, WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        boolean alone = AnnotationSupport.isAnnotated(context.getTestClass(), Alone.class);
        try (FileLock door = LOCKS.lock(DOOR, 1, false)) {
            assert door.isValid();
            context.getStore(NAMESPACE).put("room", LOCKS.lock(ROOM, 1, !alone));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Objects.requireNonNull(context.getStore(NAMESPACE).get("room", FileLock.class))
                .release();
    }
}
