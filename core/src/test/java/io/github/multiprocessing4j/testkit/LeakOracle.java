package io.github.multiprocessing4j.testkit;

import io.github.multiprocessing4j.process.Finalizer;
import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.wire.SocketPoller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Fails a test that leaves something behind: a process, a thread, an open descriptor, a file in shared memory.
 *
 * <p>It watches every test, registered through {@code META-INF/services}. What a class sets up for all its tests
 * ({@code @BeforeAll}) is there before each of them, and has to be gone when the class is done. Things may take a moment to
 * vanish; the oracle waits for up to ten seconds, and not at all in the usual case.
 */
public final class LeakOracle implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    /** Exempts a test, or a class of tests, from the oracle. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    public @interface Exempt {
        /** {@return why what is left behind can't be helped} */
        String value();
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakOracle.class);

    private static final AtomicBoolean PREPARED = new AtomicBoolean();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!PREPARED.getAndSet(true)) { // not in a static initializer: other threads run methods of this class
            openWhatTheJvmKeepsOpen();
            Block.allocate(1)
                    .close(); // with it the tracker's pipe and the cleaner's thread, which stay as long as this JVM
            startPoller(); // which stays, too
            Finalizer.of(this, () -> {}).cancel(); // with it another cleaner's thread
        }
        remember(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private static void remember(ExtensionContext context) {
        context.getStore(NAMESPACE).put(context.getUniqueId(), Leftovers.now());
    }

    private static void check(ExtensionContext context) {
        if (isExempt(context)) {
            return;
        }
        var before = context.getStore(NAMESPACE).get(context.getUniqueId(), Leftovers.class);
        List<String> left = Leftovers.awaitNoneBeyond(Objects.requireNonNull(before), PATIENCE);
        if (!left.isEmpty()) {
            throw new AssertionError(context.getDisplayName() + " left behind:\n    " + String.join("\n    ", left));
        }
    }

    private static boolean isExempt(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getElement(), Exempt.class)
                || AnnotationSupport.isAnnotated(context.getTestClass(), Exempt.class);
    }

    /**
     * The JDK opens a few descriptors at the first use of a feature and keeps them: the pollers of virtual threads that
     * wait for a socket, and the socket that stands in for one being closed. That must not be blamed on a test.
     */
    private static void openWhatTheJvmKeepsOpen() {
        talkOverLoopback();
        var virtual = Thread.startVirtualThread(LeakOracle::talkOverLoopback);
        boolean interrupted = false;
        while (virtual.isAlive()) {
            try {
                virtual.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void startPoller() {
        try {
            SocketPoller.shared();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void talkOverLoopback() {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var client = SocketChannel.open(server.getLocalAddress());
                    var accepted = server.accept()) {
                var echo = Thread.startVirtualThread(() -> copyOneByte(accepted));
                client.write(ByteBuffer.allocate(1));
                client.read(ByteBuffer.allocate(1));
                echo.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copyOneByte(SocketChannel channel) {
        try {
            var buffer = ByteBuffer.allocate(1);
            channel.read(buffer);
            channel.write(buffer.flip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
