package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.endsWell;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.Multiprocessing;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.IntValue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that children start. */
@Timeout(60)
@NullUnmarked
class NestedTest {
    @AfterEach
    void clear() {
        StockForTests.clear();
    }

    private static Context context(StartMethod method) {
        return Context.builder()
                .startMethod(method)
                .jvmOptions(ShortLived.OPTIONS.toArray(String[]::new))
                .build();
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void theyKnowTheirNamesTheirParentsAndWhoIsActive(StartMethod method) throws Exception {
        Context context = context(method);
        try (Queue<String> told = context.queue()) {
            ChildProcess outer = context.process(() -> {
                ChildProcess self = ChildProcess.current();
                ChildProcess first = context.process(() -> {
                            ChildProcess parent = ChildProcess.parent().orElseThrow();
                            told.put(ChildProcess.current().name() + " of " + parent.name() + " " + parent.pid() + " "
                                    + parent.isAlive() + " " + ChildProcess.active());
                        })
                        .start();
                ChildProcess second = context.processBuilder().daemon(true).start(() -> new CountDownLatch(1).await());
                endsWell(first);
                told.put(ChildProcess.active().equals(List.of(second)) + " " + second.name());
                second.kill();
                second.join();
                told.put(self.name() + " " + self.pid() + " " + ChildProcess.active());
            });
            endsWell(outer.start());
            String name = outer.name();
            assertEquals(
                    List.of(
                            name + ":1 of " + name + " " + outer.pid() + " true []",
                            "true " + name + ":2",
                            name + " " + outer.pid() + " []"),
                    List.of(told.take(), told.take(), told.take()));
            assertEquals(List.of(), ChildProcess.active());
        }
    }

    /** As CPython's test_nested_startmethod, which hands down what the child itself was given. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void queuesLocksAndValuesAreHandedDownTwoLevels(StartMethod method) throws Exception {
        Context context = context(method);
        try (Queue<Integer> queue = context.queue();
                Lock lock = context.lock();
                IntValue value = Value.ofInt(0)) {
            lock.lock();
            ChildProcess outer = context.process(() -> {
                        queue.put(2);
                        ChildProcess inner = context.process(() -> {
                                    queue.put(1);
                                    lock.lock();
                                    value.addAndGet(10);
                                    lock.unlock();
                                })
                                .start();
                        endsWell(inner);
                        value.addAndGet(1);
                    })
                    .start();
            assertEquals(2, queue.poll(20, TimeUnit.SECONDS));
            assertEquals(1, queue.poll(20, TimeUnit.SECONDS));
            assertEquals(0, value.get());
            lock.unlock();
            endsWell(outer);
            assertEquals(11, value.get());
        }
    }

    /** As CPython's TestStdinBadfiledescriptor: test_queue_in_process and test_pool_in_process. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void aChildThatIsNoDaemonMayHaveAPoolAndAQueue(StartMethod method) throws Exception {
        Context context = context(method);
        try (Queue<List<Integer>> queue = context.queue()) {
            ChildProcess child = context.process(() -> {
                        try (Pool pool = context.pool(2);
                                Queue<Integer> inner = context.queue()) {
                            List<Integer> squares = pool.map(n -> n * n, List.of(1, 2, 3, 4, 5, 6, 7));
                            endsWell(context.process(() -> inner.put(squares.size()))
                                    .start());
                            assertEquals(7, inner.take());
                            queue.put(squares);
                        }
                    })
                    .start();
            assertEquals(List.of(1, 4, 9, 16, 25, 36, 49), queue.take());
            endsWell(child);
        }
    }

    /** A child starts its own as it was started, whatever its parent does with others. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void theWayInWhichAChildWasStartedIsItsDefault(StartMethod method) throws Exception {
        Context context = context(method);
        try (Queue<String> told = context.queue()) {
            for (int round = 0; round < 2; round++) { // the second one from the stock
                endsWell(context.process(() -> {
                            told.put("" + Multiprocessing.getStartMethod());
                            endsWell(ShortLived.child().start(() -> told.put("" + Multiprocessing.getStartMethod())));
                        })
                        .start());
                assertEquals(List.of("" + method, "" + method), List.of(told.take(), told.take()));
                if (method == StartMethod.FORKSERVER) {
                    StockForTests.awaitOne();
                }
            }
        }
    }

    /** As CPython's test_parent_process, where an orphan lives on; here it has its exit hooks to say so. */
    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void aGrandchildNoticesThatItsParentHasDied(StartMethod method) throws Exception {
        Context context = context(method);
        try (Queue<String> told = context.queue()) {
            ChildProcess child = context.process(() -> {
                        context.process(() -> {
                                    ChildProcess parent = ChildProcess.parent().orElseThrow();
                                    told.put(parent.isAlive() ? "alive" : "not alive");
                                    Multiprocessing.atExit(() -> told.add(parent.isAlive() ? "alive" : "not alive"));
                                    parent.join();
                                })
                                .start();
                        new CountDownLatch(1).await();
                    })
                    .start();
            assertEquals("alive", told.take());
            child.kill();
            child.join();
            assertEquals("not alive", told.poll(20, TimeUnit.SECONDS));
            assertTrue(told.isEmpty());
        }
    }
}
