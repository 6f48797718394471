package io.github.multiprocessing4j.manager;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.testkit.Forgotten;
import io.github.multiprocessing4j.testkit.LeakOracle;
import io.github.multiprocessing4j.testkit.PluginLoader;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.File;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The counterparts of CPython's tests of pools that a manager has. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedPoolTest {
    private static final List<Integer> THOUSAND =
            IntStream.range(0, 1000).boxed().toList();

    private static final List<Integer> SQUARES =
            THOUSAND.stream().map(n -> n * n).toList();

    private final SyncManager manager = SharedServer.start(SyncManager.syncBuilder()
            .jvm(JvmSettings.builder().jvmOptions(ShortLived.OPTIONS).build()));

    private final PoolProxy pool = manager.pool(() -> ShortLived.pool(2));

    @BeforeAll
    void open() {
        awaitTrue(() -> pool.toString().contains("2 ready")); // or what is waited for would be their start
    }

    @AfterAll
    void close() {
        manager.close();
    }

    @Test
    void everyCallWorks() {
        assertEquals(SQUARES, pool.map(n -> n * n, THOUSAND));
        assertEquals(SQUARES, pool.map(n -> n * n, THOUSAND, 20));
        assertEquals("one call", pool.apply(() -> "one call"));
        List<Map.Entry<Integer, Integer>> pairs = List.of(Map.entry(1, 2), Map.entry(3, 4));
        assertEquals(List.of(3, 7), pool.starmap((a, b) -> a + b, pairs));
        assertEquals(List.of(3, 7), pool.starmap((a, b) -> a + b, pairs, 1));
    }

    @Test
    void resultsCanBeWaitedFor() throws Exception {
        AsyncResultProxy<List<Integer>> squares = pool.mapAsync(n -> n * n, THOUSAND);
        assertTrue(squares.await(Duration.ofSeconds(50)));
        assertTrue(squares.ready());
        assertTrue(squares.successful());
        assertEquals(SQUARES, squares.get());
        assertEquals(SQUARES, squares.resultNow());
        List<Map.Entry<String, Integer>> pairs = List.of(Map.entry("x", 1), Map.entry("y", 2));
        assertEquals(
                List.of("x1", "y2"), pool.starmapAsync((a, b) -> a + b, pairs).get());
        assertEquals(
                List.of("x1", "y2"),
                pool.starmapAsync((a, b) -> a + b, pairs, 1).get());
        assertEquals(42, pool.applyAsync(() -> 6 * 7).get(50, TimeUnit.SECONDS));
    }

    @Test
    void aResultIsNotWaitedForLongerThanIsSaid() throws Exception {
        try (AsyncResultProxy<Integer> result = pool.applyAsync(() -> endless(1))) {
            assertThrows(TimeoutException.class, () -> result.get(1, TimeUnit.MILLISECONDS));
            assertFalse(result.await(Duration.ofMillis(1)));
            assertFalse(result.ready());
            assertThrows(IllegalStateException.class, result::successful);
            assertTrue(result.cancel(true));
            assertThrows(CancellationException.class, result::get);
        }
    }

    private static Integer endless(Integer n) throws InterruptedException {
        new CountDownLatch(1).await();
        return n;
    }

    @Test
    void emptyInputGivesAnEmptyResultAtOnce() throws Exception {
        assertEquals(List.of(), pool.map(n -> n, List.of()));
        assertEquals(List.of(), pool.mapAsync(n -> n, List.of(), 1).get(50, TimeUnit.SECONDS));
        assertFalse(pool.imap(n -> n, List.of()).hasNext());
        assertEquals(List.of(), pool.imapUnordered(n -> n, List.of()).stream().toList());
    }

    @Test
    void callbacksRunInTheServer() throws Exception {
        ListProxy<Object> called = manager.list();
        AsyncResultProxy<List<Integer>> good = pool.mapAsync(n -> n, List.of(1));
        good.onSuccess(called::add);
        good.onFailure(called::add);
        awaitTrue(() -> called.size() == 1);
        AsyncResultProxy<List<Integer>> bad = pool.mapAsync(ManagedPoolTest::failing, List.of(2));
        bad.onSuccess(called::add);
        bad.onFailure(reason -> called.add(reason.getMessage()));
        awaitTrue(() -> called.size() == 2);
        assertEquals(List.of(List.of(1), "number 2"), new ArrayList<>(called));
    }

    private static int failing(int n) throws FileNotFoundException {
        throw new FileNotFoundException("number " + n);
    }

    @Test
    void whatATaskThrowsIsTheCauseWithItsFrames() {
        TaskFailedException e =
                assertThrows(TaskFailedException.class, () -> pool.map(ManagedPoolTest::failing, List.of(1)));
        FileNotFoundException cause = assertInstanceOf(FileNotFoundException.class, e.getCause());
        assertEquals("number 1", cause.getMessage());
        assertEquals("failing", cause.getStackTrace()[0].getMethodName());
        ExecutionException late = assertThrows(ExecutionException.class, pool.applyAsync(() -> failing(3))::get);
        assertEquals("number 3", Objects.requireNonNull(late.getCause()).getMessage());
    }

    @Test
    void whatDoesNotSerializeIsRefused() {
        List<Object> items = Collections.nCopies(10, new Object());
        assertThrows(SerializationException.class, () -> pool.map(item -> 1, items));
        assertEquals(1, pool.apply(() -> 1));
    }

    @Test
    void anInputThatDoesNotSerializeIsReadHere() {
        Map<Integer, Integer> map = new TreeMap<>(Map.of(1, 2, 3, 4));
        assertEquals(List.of(2, 6), pool.map(n -> n * 2, map.keySet()));
        assertEquals(List.of(11, 12), pool.map(n -> n, List.of(10, 11, 12, 13).subList(1, 3)));
        assertEquals(
                List.of(0, 1),
                pool.imap(n -> n, () -> IntStream.range(0, 2).iterator()).stream()
                        .toList());
        assertThrows(
                IllegalCallerException.class,
                () -> pool.map(n -> n, () -> {
                    throw new IllegalCallerException("of the input");
                }));
    }

    @Test
    void aListOfTheManagerIsAnInput() {
        ListProxy<Integer> items = manager.list(List.of(1, 2, 3));
        assertEquals(List.of(2, 3, 4), pool.map(n -> n + 1, items));
    }

    @Test
    void imapGivesResultsInOrder() {
        for (int chunk : new int[] {1, 100}) {
            IteratorProxy<Integer> results = pool.imap(n -> n * n, THOUSAND, chunk);
            assertEquals(0, results.next());
            assertTrue(results.hasNext());
            assertEquals(SQUARES.subList(1, 1000), results.stream().toList());
            assertFalse(results.hasNext());
            assertThrows(NoSuchElementException.class, results::next);
        }
    }

    @Test
    void imapUnorderedGivesAllResults() {
        for (int chunk : new int[] {1, 100}) {
            var come = new HashSet<Integer>();
            for (int square : pool.imapUnordered(n -> n * n, THOUSAND, chunk)) {
                come.add(square);
            }
            assertEquals(new HashSet<>(SQUARES), come);
        }
    }

    @Test
    void aFailureHasItsPlaceAmongTheResults() {
        Iterator<Integer> results =
                pool.imap(n -> n == 2 ? failing(n) : n, List.of(0, 1, 2, 3)).iterator();
        assertEquals(0, results.next());
        assertEquals(1, results.next());
        TaskFailedException e = assertThrows(TaskFailedException.class, results::next);
        assertInstanceOf(FileNotFoundException.class, e.getCause());
        assertEquals(3, results.next());
        assertFalse(results.hasNext());
    }

    @Test
    void aResultThatIsThereComesThoughTheNextOneIsNot(@TempDir Path folder) throws Exception {
        File go = folder.resolve("go").toFile();
        Iterator<Integer> results =
                pool.imap(n -> n == 0 ? n : after(go, n), List.of(0, 1)).iterator();
        assertEquals(0, results.next());
        assertTrue(go.createNewFile());
        assertEquals(1, results.next());
        assertFalse(results.hasNext());
    }

    private static int after(File file, int n) {
        awaitTrue(file::exists);
        return n;
    }

    @Test
    void poolsHaveAtLeastOneWorker() {
        assertThrows(IllegalArgumentException.class, () -> manager.pool(0));
        assertThrows(IllegalArgumentException.class, () -> manager.pool(-1));
    }

    @Test
    void terminatingUnderLoadEndsEverything() {
        PoolProxy own = manager.pool(() -> ShortLived.pool(1));
        AsyncResultProxy<List<Integer>> result = own.mapAsync(
                ManagedPoolTest::endless, IntStream.range(0, 10_000).boxed().toList(), 1);
        IteratorProxy<Integer> results = own.imap(ManagedPoolTest::endless, List.of(1));
        own.terminate();
        own.join();
        assertThrows(CancellationException.class, result::get);
        assertThrows(CancellationException.class, results::next);
    }

    @Test
    void aPoolThatIsShutDownDoesWhatItHasAndTakesNoMore() throws Exception {
        PoolProxy own = manager.pool(() -> ShortLived.pool(1));
        AsyncResultProxy<List<Integer>> result = own.mapAsync(n -> n * n, THOUSAND);
        assertThrows(IllegalStateException.class, own::join);
        own.shutdown();
        own.join();
        assertEquals(SQUARES, result.get());
        assertThrows(IllegalStateException.class, () -> own.mapAsync(n -> n, List.of(1)));
    }

    @Test
    void oneFailureDoesNotKeepTheOthersFromRunning(@TempDir Path folder) {
        File run = folder.toFile();
        assertThrows(
                TaskFailedException.class,
                () -> pool.map(
                        n -> {
                            assertTrue(new File(run, "" + n).createNewFile());
                            return failing(n);
                        },
                        List.of(1, 2, 3, 4),
                        1));
        assertEquals(Set.of("1", "2", "3", "4"), Set.of(Objects.requireNonNull(run.list())));
    }

    @Test
    void itemsAndResultsAreNotKept() {
        Forgotten.mapped(items -> pool.map(item -> item, items)).await();
    }

    @Test
    @LeakOracle.Exempt("the server looks for memory that a client's process had when it needs some again")
    void otherProcessesUseTheSameWorkers() {
        PoolProxy shared = pool;
        HashSet<Long> workers =
                new HashSet<>(pool.map(n -> ProcessHandle.current().pid(), THOUSAND));
        Together.inChild(() -> {
            assertTrue(
                    workers.contains(shared.apply(() -> ProcessHandle.current().pid())));
            assertEquals(SQUARES, shared.mapAsync(n -> n * n, THOUSAND).get());
        });
        assertFalse(workers.contains(ProcessHandle.current().pid()));
    }

    @Test
    @SuppressWarnings("unchecked") // what the source says
    void classesThatNoClassPathHasComeFromWhoHasStartedTheServer(@TempDir Path folder) throws Exception {
        PluginLoader loader = PluginLoader.of(folder, Map.of("plugin.Twice", """
            package plugin;

            public final class Twice implements io.github.multiprocessing4j.function.RemoteFunction<Integer, Object> {
                record Result(int number) implements java.io.Serializable {}

                public Object apply(Integer number) {
                    io.github.multiprocessing4j.function.RemoteFunction<Integer, Object> twice = n -> new Result(2 * n);
                    try {
                        return twice.apply(number);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """));
        RemoteFunction<Integer, Object> twice = loader.make(RemoteFunction.class, "plugin.Twice");
        List<Object> results = pool.map(twice, List.of(1, 2));
        assertEquals("[Result[number=2], Result[number=4]]", results.toString());
        assertEquals(loader, results.getFirst().getClass().getClassLoader());
    }
}
