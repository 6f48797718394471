package io.github.multiprocessing4j.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.Multiprocessing;
import io.github.multiprocessing4j.failure.RemoteThrowable;
import io.github.multiprocessing4j.os.Signals;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.process.JvmSettings;
import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.Together;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a child logs comes to this process's logger of the same name. */
@Timeout(60)
abstract class ForwardedLogsContract {
    private static final String NAME = "test.forwarded";

    private final Heard heard = new Heard(NAME);

    private final StartMethod method;

    ForwardedLogsContract(StartMethod method) {
        this.method = method;
    }

    @AfterEach
    void close() {
        heard.close();
    }

    private ChildProcessBuilder child() {
        return ShortLived.child().startMethod(method);
    }

    private static Logger logger() {
        return Logger.getLogger(NAME);
    }

    @Test
    void whatIsLoggedByJavaUtilLoggingComes() {
        var child = child().name("Painter-7")
                .start(() -> logger().log(Level.WARNING, "{0} is {1}", new Object[] {"sky", "blue"}));
        Together.endsWell(child);
        assertEquals(1, heard.records().size());
        LogRecord logged = heard.records().getFirst();
        assertEquals("[Painter-7/" + child.pid() + "] sky is blue", logged.getMessage());
        assertEquals(Level.WARNING, logged.getLevel());
        assertEquals(ForwardedLogsContract.class.getName(), logged.getSourceClassName());
        assertNotNull(logged.getSourceMethodName());
        assertTrue(Math.abs(System.currentTimeMillis() - logged.getMillis()) < 60_000);
    }

    @Test
    void whatIsLoggedBySystemLoggerComes() {
        Together.endsWell(child().start(() -> System.getLogger(NAME).log(System.Logger.Level.INFO, "hello {0}", 5)));
        assertEquals(List.of("hello 5"), heard.texts());
    }

    /** CPython: TestLogging.test_enable_logging. */
    @Test
    void whatTheLibraryLogsInAChildComes() {
        try (Heard library = new Heard("io.github.multiprocessing4j")) {
            Together.endsWell(child().start(() -> {
                Multiprocessing.logger().log(System.Logger.Level.DEBUG, "this will not be seen");
                Multiprocessing.logger().log(System.Logger.Level.WARNING, "this will");
            }));
            assertEquals(List.of("this will"), library.texts());
        }
    }

    /** CPython: TestLogging.test_level. */
    @Test
    void levelsThatWereSetHereHoldInAChild() {
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        try (Heard library = new Heard("io.github.multiprocessing4j")) {
            library.logger.setLevel(Level.SEVERE);
            assertEquals("ERROR", lowestLevelInAChild(library));
            library.logger.setLevel(null);
            root.setLevel(Level.FINE);
            assertEquals("DEBUG", lowestLevelInAChild(library));
            root.setLevel(Level.WARNING);
            assertEquals("WARNING", lowestLevelInAChild(library));
        } finally {
            root.setLevel(before);
        }
        Together.endsWell(child().start(() -> logger().fine("not seen")));
        heard.logger.setLevel(Level.FINE);
        Together.endsWell(child().start(() -> logger().fine("seen")));
        assertEquals(List.of("seen"), heard.texts());
    }

    private String lowestLevelInAChild(Heard library) {
        int before = library.records().size();
        Together.endsWell(child().start(() -> {
            System.Logger logger = Multiprocessing.logger();
            for (var level : System.Logger.Level.values()) {
                if (level != System.Logger.Level.ALL && logger.isLoggable(level)) {
                    logger.log(System.Logger.Level.ERROR, level.name());
                    break;
                }
            }
        }));
        assertEquals(before + 1, library.records().size());
        return library.texts().getLast();
    }

    @Test
    void exceptionsComeWithTheirTraces() {
        Together.endsWell(child().start(() ->
                logger().log(Level.SEVERE, "broken", new IllegalStateException("a", new RuntimeException("b")))));
        Throwable thrown = heard.records().getFirst().getThrown();
        assertInstanceOf(IllegalStateException.class, thrown);
        assertEquals("b", Objects.requireNonNull(thrown.getCause()).getMessage());
        assertEquals(ForwardedLogsContract.class.getName(), thrown.getStackTrace()[0].getClassName());
    }

    /** Has a field that does not serialize. */
    private static final class Undecodable extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        @SuppressWarnings({"serial", "unused"})
        private final Object field = new Object();

        Undecodable() {
            super("what it says");
        }
    }

    @Test
    void anExceptionThatCanNotBeDecodedComesAsText() {
        Together.endsWell(child().start(() -> logger().log(Level.SEVERE, "broken", new Undecodable())));
        Throwable thrown = heard.records().getFirst().getThrown();
        assertInstanceOf(RemoteThrowable.class, thrown);
        assertTrue(thrown.toString().contains("Undecodable: what it says"), thrown::toString);
        assertEquals(ForwardedLogsContract.class.getName(), thrown.getStackTrace()[0].getClassName());
    }

    @Test
    void orderIsKeptInABurst() {
        int count = 10_000;
        Together.endsWell(child().start(() -> {
            for (int i = 0; i < count; i++) {
                logger().info(Integer.toString(i));
            }
        }));
        assertEquals(IntStream.range(0, count).mapToObj(Integer::toString).toList(), heard.texts());
    }

    @Test
    void linesOfSeveralProcessesAndThreadsStayWhole() {
        int processes = 3;
        int threads = 4;
        int each = 200;
        List<ChildProcess> children = new ArrayList<>();
        for (int p = 0; p < processes; p++) {
            children.add(child().start(() -> {
                List<Thread> all = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    String digit = Integer.toString(t);
                    all.add(Thread.startVirtualThread(() -> {
                        for (int i = 0; i < each; i++) {
                            logger().info(digit.repeat(i + 1));
                        }
                    }));
                }
                for (Thread thread : all) {
                    thread.join();
                }
            }));
        }
        children.forEach(Together::endsWell);
        var byThread = heard.messages().stream()
                .collect(Collectors.groupingBy(
                        message -> message.substring(0, message.indexOf(' ') + 2),
                        Collectors.mapping(
                                message -> message.length() - message.indexOf(' ') - 1, Collectors.toList())));
        assertEquals(processes * threads, byThread.size());
        byThread.values()
                .forEach(lengths ->
                        assertEquals(IntStream.rangeClosed(1, each).boxed().toList(), lengths));
    }

    @Test
    void theLastWordsOfOneThatIsKilledCome() {
        var child = child().start(() -> {
            logger().info("last words");
            int _ = Signals.kill(ProcessHandle.current().pid(), Signals.SIGKILL);
            new CountDownLatch(1).await();
        });
        child.join();
        assertEquals(-9, child.exitStatus().exitCode());
        assertEquals(List.of("last words"), heard.texts());
    }

    @Test
    void theLastWordsOfOneThatHaltsCome() {
        var child = child().start(() -> {
            logger().info("last words");
            Runtime.getRuntime().halt(7);
        });
        child.join();
        assertEquals(7, child.exitStatus().exitCode());
        assertEquals(List.of("last words"), heard.texts());
    }

    @Test
    void theLastWordsOfOneThatCrashesCome() {
        var child = child().start(() -> {
            logger().info("last words");
            int _ = Signals.kill(ProcessHandle.current().pid(), 11);
            new CountDownLatch(1).await();
        });
        child.join();
        assertEquals(-11, child.exitStatus().exitCode());
        assertEquals(List.of("last words"), heard.texts());
    }

    @Test
    void whatAShutdownHookLogsComes() {
        heard.logger.setLevel(Level.FINE);
        Together.endsWell(child().start(() -> Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            for (int i = 0; i < 500; i++) {
                logger().fine("from a hook " + i);
            }
        }))));
        assertEquals(500, heard.records().size());
    }

    @Test
    void whatAChildsChildLogsComesFromBoth() {
        Together.endsWell(child().name("Child").start(() -> {
            logger().info("mine");
            Together.endsWell(ShortLived.child().name("Grandchild").start(() -> logger().info("its own")));
        }));
        assertEquals(List.of("mine", "its own"), heard.texts());
        assertTrue(heard.messages().getFirst().startsWith("[Child/"), heard.messages()::toString);
        assertTrue(heard.messages().getLast().startsWith("[Grandchild/"), heard.messages()::toString);
    }

    @Test
    void whatPoolWorkersLogComes() {
        try (var pool = Pool.builder()
                .processes(2)
                .jvm(JvmSettings.builder()
                        .startMethod(method)
                        .jvmOptions(ShortLived.OPTIONS)
                        .build())
                .build()) {
            assertEquals(
                    List.of(1, 2, 3),
                    pool.map(
                            x -> {
                                logger().info("task " + x);
                                return x;
                            },
                            List.of(1, 2, 3)));
            heard.await(3);
        }
        assertEquals(
                List.of("task 1", "task 2", "task 3"),
                heard.texts().stream().sorted().toList());
    }

    /** An interrupt closes channels under those who use them; logging must not mind. */
    @Test
    void interruptsLoseNothing() {
        Together.endsWell(child().start(() -> {
            AtomicBoolean over = new AtomicBoolean();
            Thread logs = new Thread(() -> {
                for (int i = 0; i < 3000; i++) {
                    logger().info(Integer.toString(i));
                }
                over.set(true);
            });
            logs.start();
            while (!over.get()) {
                logs.interrupt();
                Thread.onSpinWait();
            }
            logs.join();
        }));
        assertEquals(IntStream.range(0, 3000).mapToObj(Integer::toString).toList(), heard.texts());
    }

    @Test
    void aThreadThatIsInterruptedStaysSo() {
        Together.endsWell(child().start(() -> {
            Thread.currentThread().interrupt();
            logger().info("one"); // the one for which the memory is made
            logger().info(Boolean.toString(Thread.currentThread().isInterrupted()));
        }));
        assertEquals(List.of("one", "true"), heard.texts());
    }

    @Test
    void whatIsTooLongComesShortened() {
        Together.endsWell(child().start(() -> {
            logger().info("€".repeat(100_000));
            logger().log(Level.INFO, "x", new RuntimeException("y".repeat(200_000)));
        }));
        assertEquals(2, heard.records().size());
        assertTrue(heard.texts().getFirst().matches("€{12000}… \\(88000 characters more\\)"));
        assertTrue(heard.texts().getLast().contains("RuntimeException: yyy"));
    }

    private static final class Talkative {
        @Override
        public String toString() {
            logger().info("inner");
            return "argument";
        }
    }

    /** What an argument logs as it is shown comes before. */
    @Test
    void loggingWhileSomethingIsLoggedWorks() {
        Together.endsWell(child().start(() -> logger().log(Level.INFO, "outer {0}", new Talkative())));
        assertEquals(List.of("inner", "outer argument"), heard.texts());
    }

    @Test
    void aLevelOfTheProgramsOwnKeepsItsName() {
        Together.endsWell(child().start(() -> logger().log(new Own(), "text")));
        Level level = heard.records().getFirst().getLevel();
        assertEquals("AUDIT", level.getName());
        assertEquals(850, level.intValue());
    }

    private static final class Own extends Level {
        @Serial
        private static final long serialVersionUID = 1L;

        Own() {
            super("AUDIT", 850);
        }
    }

    @Test
    void filtersAndLevelsOfThisProcessApply() {
        heard.logger.setFilter(logged -> !logged.getMessage().contains("secret"));
        try {
            Together.endsWell(child().start(() -> {
                logger().info("secret");
                logger().info("open");
                logger().setLevel(Level.FINE);
                logger().fine("too fine for the parent");
            }));
        } finally {
            heard.logger.setFilter(null);
        }
        assertEquals(List.of("open"), heard.texts());
        assertSame(Level.INFO, heard.records().getFirst().getLevel());
    }

    @Test
    void aHandlerThatFailsDoesNotEndIt() {
        heard.logger.setFilter(logged -> {
            if (logged.getMessage().endsWith("one")) {
                throw new IllegalStateException("a filter fails");
            } else if (logged.getMessage().endsWith("another")) {
                throw new AssertionError("a filter fails badly");
            }
            return true;
        });
        try (Heard library = new Heard("io.github.multiprocessing4j")) {
            Together.endsWell(child().start(() -> {
                logger().info("one");
                logger().info("another");
                logger().info("two");
            }));
            assertEquals(2, library.records().size(), library.messages()::toString);
        } finally {
            heard.logger.setFilter(null);
        }
        assertEquals(List.of("two"), heard.texts());
    }
}
