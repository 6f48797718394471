package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.PluginLoader;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Classes that no class path has come to a child from its parent. */
@Timeout(60)
class ShippedClassesTest {
    private static final String SQUARE = """
        package plugin;

        public final class Square implements io.github.multiprocessing4j.function.RemoteFunction<Integer, Object> {
            record Result(int number, Unit unit) implements java.io.Serializable {}

            enum Unit { METRES }

            public Object apply(Integer number) {
                return new Result(number * number, Unit.METRES);
            }
        }
        """;

    private static final String LAMBDA = """
        package plugin;

        import io.github.multiprocessing4j.function.*;
        import io.github.multiprocessing4j.process.*;

        public final class Lambda implements RemoteCallable<Object> {
            public Object call() throws Exception {
                int own = 4;
                RemoteFunction<Integer, Integer> times = n -> n * own;
                return times;
            }
        }
        """;

    @TempDir
    Path folder;

    @AfterEach
    void clear() {
        StockForTests.clear();
    }

    private static JvmSettingsBuilder settings(StartMethod method) {
        return JvmSettings.builder().startMethod(method).jvmOptions(ShortLived.OPTIONS);
    }

    @SuppressWarnings("unchecked") // what the sources above say
    private static RemoteFunction<Integer, Object> square(PluginLoader loader) throws ReflectiveOperationException {
        return loader.make(RemoteFunction.class, "plugin.Square");
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void ofAPluginWithWhatItReturns(StartMethod method) throws Exception {
        PluginLoader loader = PluginLoader.of(folder, Map.of("plugin.Square", SQUARE));
        try (Pool pool =
                Pool.builder().processes(2).jvm(settings(method).build()).build()) {
            List<Object> squares = pool.map(square(loader), List.of(1, 2, 3));
            assertEquals(
                    "[Result[number=1, unit=METRES], Result[number=4, unit=METRES], Result[number=9, unit=METRES]]",
                    squares.toString());
            assertEquals(loader, squares.get(0).getClass().getClassLoader(), "not a second class of that name");
        }
    }

    @Test
    @SuppressWarnings("unchecked") // what the source says
    void ofALambdaOfAPlugins() throws Exception {
        PluginLoader loader = PluginLoader.of(folder, Map.of("plugin.Lambda", LAMBDA));
        var times = (RemoteFunction<Integer, Integer>)
                loader.make(RemoteCallable.class, "plugin.Lambda").call();
        try (Pool pool = Pool.create(1)) {
            assertEquals(List.of(4, 8), pool.map(times, List.of(1, 2)));
        }
    }

    @Test
    void throughAQueue() throws Exception {
        PluginLoader loader = PluginLoader.of(folder, Map.of("plugin.Square", SQUARE));
        try (Queue<RemoteFunction<Integer, Object>> there = Queue.create();
                Queue<Object> back = Queue.create()) {
            ChildProcess child = ChildProcess.start(() -> back.put(there.take().apply(5)));
            there.put(square(loader));
            assertEquals("Result[number=25, unit=METRES]", back.take().toString());
            child.join();
        }
    }

    @Test
    void toTheChildOfAChild() throws Exception {
        PluginLoader loader = PluginLoader.of(folder, Map.of("plugin.Square", SQUARE));
        RemoteFunction<Integer, Object> square = square(loader);
        try (Queue<Object> back = Queue.create()) {
            ChildProcess child = ChildProcess.start(() -> {
                ChildProcess grandchild = ChildProcess.start(() -> back.put(square.apply(6)));
                grandchild.join();
                back.put(grandchild.name() + " " + grandchild.exitStatus());
            });
            assertEquals("Result[number=36, unit=METRES]", back.take().toString());
            assertEquals(child.name() + ":1 exited with code 0", back.take().toString());
            child.join();
        }
    }

    @Test
    void butNotIfTheirLoaderHandsOutNoClassFiles() throws Exception {
        PluginLoader loader =
                PluginLoader.of(folder, Map.of("plugin.Square", SQUARE)).thatHandsOutNothing();
        String said = refusal(JvmSettings.usual(), square(loader));
        assertTrue(said.contains("plugin.Square"), said);
        assertTrue(said.contains(loader + " hands out no class file of it"), said);
    }

    @Test
    void butNotIfTheyAreNotToBeShipped() throws Exception {
        RemoteFunction<Integer, Object> square = square(PluginLoader.of(folder, Map.of("plugin.Square", SQUARE)));
        String said = refusal(JvmSettings.builder().shipClasses("other.**").build(), square);
        assertTrue(said.contains("its parent was told not to ship it (other.**)"), said);
        assertTrue(refusal(JvmSettings.builder().shipClasses().build(), square).contains("told not to ship it"));
        try (Pool pool = Pool.builder()
                .processes(1)
                .jvm(JvmSettings.builder()
                        .shipClasses("!plugin.Other", "plugin.*")
                        .build())
                .build()) {
            assertEquals(
                    "[Result[number=4, unit=METRES]]",
                    pool.map(square, List.of(2)).toString());
        }
    }

    private static String refusal(JvmSettings settings, RemoteFunction<Integer, Object> code) {
        try (Pool pool = Pool.builder().processes(1).jvm(settings).build()) {
            var e = assertThrows(SerializationException.class, () -> pool.map(code, List.of(1)));
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void thatNobodyHasAreNotFoundAsEver() throws Exception {
        try (Pool pool = Pool.create(1)) {
            String said = pool.apply(() -> {
                try {
                    Class.forName("no.Such", false, Thread.currentThread().getContextClassLoader());
                    return "found";
                } catch (ClassNotFoundException e) {
                    return String.valueOf(e.getMessage());
                }
            });
            assertEquals("no.Such: its parent does not find it either", said);
        }
    }

    @Test
    void butNotIfTheirLoaderFails() throws Exception {
        Thread.currentThread().setContextClassLoader(new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.equals("no.Error")) {
                    throw new AssertionError("as it is to");
                }
                throw new ClassNotFoundException(name);
            }
        });
        try (Pool pool = Pool.create(1)) {
            for (String name : List.of("no.Error", "no.Such")) {
                String said = pool.apply(() -> {
                    try {
                        Class.forName(name, false, Thread.currentThread().getContextClassLoader());
                        return "found";
                    } catch (ClassNotFoundException e) {
                        return String.valueOf(e.getMessage());
                    }
                });
                assertTrue(said.startsWith(name + ": "), said);
            }
        } finally {
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }

    /** As one is that is opened later. */
    @Test
    void alsoIfTheyWereNotThereAtFirst() throws Exception {
        try (Pool pool = Pool.create(1)) {
            assertEquals("not yet", pool.apply(() -> {
                try {
                    Class.forName("plugin.Square", false, Thread.currentThread().getContextClassLoader());
                    return "there";
                } catch (ClassNotFoundException e) {
                    return "not yet";
                }
            }));
            RemoteFunction<Integer, Object> square = square(PluginLoader.of(folder, Map.of("plugin.Square", SQUARE)));
            awaitTrue(() -> hasArrived(pool, square));
        }
    }

    /** For a while the worker remembers that the class is not to be had. */
    private static boolean hasArrived(Pool pool, RemoteFunction<Integer, Object> square) {
        try {
            return pool.map(square, List.of(2)).toString().equals("[Result[number=4, unit=METRES]]");
        } catch (SerializationException e) {
            return false;
        }
    }

    @Test
    void toManyThreadsAtOnceThatAreInterrupted() throws Exception {
        int classes = 60;
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < classes; i++) {
            sources.put(
                    "many.C" + i, "package many; public class C" + i + (i == 0 ? "" : " extends C" + (i - 1)) + " {}");
        }
        PluginLoader loader = PluginLoader.of(folder, sources);
        Class<?> first = loader.loadClass("many.C0");
        try (Queue<Integer> loaded = Queue.create()) {
            ChildProcess child = ChildProcess.start(() -> {
                ClassLoader shipped = first.getClassLoader();
                AtomicInteger loadedAll = new AtomicInteger();
                List<Thread> threads = new ArrayList<>();
                for (int t = 0; t < 8; t++) {
                    int number = t;
                    threads.add(Thread.ofPlatform().start(() -> {
                        for (int i = 0; i < classes; i++) {
                            load(shipped, "many.C" + (i + 7 * number) % classes);
                        }
                        loadedAll.incrementAndGet();
                    }));
                }
                Thread.ofPlatform().daemon().start(() -> {
                    while (true) {
                        threads.forEach(Thread::interrupt);
                        Thread.onSpinWait();
                    }
                });
                for (Thread thread : threads) {
                    thread.join();
                }
                loaded.put(loadedAll.get());
            });
            assertEquals(8, loaded.take());
            child.join();
        }
    }

    /** Each is looked for while the one below it is being found. */
    @Test
    void withALongLineOfSuperclasses() throws Exception {
        int classes = 100;
        Map<String, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < classes; i++) {
            sources.put(
                    "line.C" + i, "package line; public class C" + i + (i == 0 ? "" : " extends C" + (i - 1)) + " {}");
        }
        Class<?> last = PluginLoader.of(folder, sources).loadClass("line.C" + (classes - 1));
        try (Pool pool = Pool.create(1)) {
            int length = pool.apply(() -> {
                int above = 0;
                for (Class<?> type = last; type != null; type = type.getSuperclass()) {
                    above++;
                }
                return above;
            });
            assertEquals(classes + 1, length);
        }
    }

    private static void load(ClassLoader loader, String name) {
        try {
            Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static final String AHEAD = """
        package plugin;

        public final class Ahead {
            public static final Thread READER = Thread.ofPlatform().daemon().start(Ahead::loadAnother);

            public static volatile String found;

            private static void loadAnother() {
                found = Square.class.getName();
            }
        }
        """;

    /** The main thread waits for its parent's word in the meantime. */
    @Test
    void toAThreadThatSomethingLoadedAheadHasStarted() throws Exception {
        PluginLoader loader = PluginLoader.of(folder, Map.of("plugin.Square", SQUARE, "plugin.Ahead", AHEAD));
        JvmSettings settings = settings(StartMethod.FORKSERVER)
                .preload(loader.loadClass("plugin.Ahead"))
                .build();
        Class<?> ahead = loader.loadClass("plugin.Ahead");
        try (Pipe pipe = Pipe.create()) {
            ChildProcess.builder().jvm(settings).start(() -> {}).join();
            StockForTests.awaitOne();
            Connection back = pipe.second();
            ChildProcess child = ChildProcess.builder().jvm(settings).start(() -> {
                ((Thread) Objects.requireNonNull(ahead.getField("READER").get(null))).join();
                back.send(ahead.getField("found").get(null));
            });
            assertEquals("plugin.Square", pipe.first().recv());
            child.join();
        }
    }

    @Test
    void whoWaitsForOneCanBeKilled() throws Exception {
        PluginLoader loader = PluginLoader.of(folder, Map.of("plugin.Square", SQUARE));
        RemoteFunction<Integer, Object> square = square(loader);
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().setContextClassLoader(new ClassLoader(getClass().getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.equals("plugin.Square")) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new ClassNotFoundException(name, e);
                    }
                }
                throw new ClassNotFoundException(name);
            }
        });
        try {
            ChildProcess child = ChildProcess.start(() -> square.apply(1));
            assertEquals(false, child.join(Duration.ofMillis(500)));
            child.kill();
            child.join();
            assertEquals("killed by SIGKILL", child.exitStatus().toString());
        } finally {
            never.countDown();
            Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        }
    }
}
