package io.github.multiprocessing4j.process;

import static io.github.multiprocessing4j.testkit.Together.awaitTrue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that are started ahead of need. */
@Timeout(60)
class StockTest {
    private static final JvmSettings SETTINGS = settings().build();

    @TempDir
    Path folder;

    private static JvmSettingsBuilder settings() {
        return JvmSettings.builder().startMethod(StartMethod.FORKSERVER).jvmOptions(ShortLived.OPTIONS);
    }

    @AfterEach
    void clear() {
        Stocks.clear().forEach(member -> member.exit().join());
    }

    private interface Findings extends java.io.Serializable {
        String call() throws Exception;
    }

    /** Runs a child that writes its findings to a file, and returns them. */
    private String findings(JvmSettings settings, Findings findings) throws Exception {
        String file = folder.resolve("findings").toString();
        try (ChildProcess process =
                ChildProcess.builder().jvm(settings).start(() -> Files.writeString(Path.of(file), findings.call()))) {
            process.join();
            assertEquals(new Exited(0), process.exitStatus());
        }
        return Files.readString(Path.of(file));
    }

    private long pid(JvmSettings settings) throws Exception {
        return Long.parseLong(
                findings(settings, () -> String.valueOf(ProcessHandle.current().pid())));
    }

    /** {@return the pid of the next one that is taken} None of those before it may still be coming up: there may be two where the first one was wanted in vain. */
    private long fill(JvmSettings settings) throws Exception {
        long first = pid(settings);
        awaitTrue(() -> !Stocks.waiting().isEmpty() && Stocks.waiting().size() == Stocks.present());
        long next = Stocks.waiting().getFirst();
        assertNotEquals(first, next);
        return next;
    }

    @Test
    void aChildComesFromTheStockWhichIsFilledUpAgain() throws Exception {
        long next = fill(SETTINGS);
        assertEquals(next, pid(SETTINGS));
        awaitTrue(() -> !Stocks.waiting().isEmpty());
        assertNotEquals(next, Stocks.waiting().getFirst());
    }

    @Test
    void whatWasStartedOtherwiseIsNotHandedOut() throws Exception {
        long next = fill(SETTINGS);
        assertNotEquals(next, pid(settings().environment("OTHER", "1").build()));
        assertNotEquals(next, pid(settings().startMethod(StartMethod.SPAWN).build()));
        assertEquals(next, pid(settings().build()), "as what is equal is the same");
    }

    @Test
    void propertiesAreThoseAtTheStartOfTheChild() throws Exception {
        System.setProperty("mp4j.stock.early", "early");
        System.setProperty("mp4j.stock.changed", "before");
        try {
            long next = fill(SETTINGS);
            System.clearProperty("mp4j.stock.early");
            System.setProperty("mp4j.stock.changed", "after");
            System.setProperty("mp4j.stock.late", "late");
            assertEquals(
                    next + " null after late",
                    findings(
                            SETTINGS,
                            () -> ProcessHandle.current().pid() + " " + System.getProperty("mp4j.stock.early") + " "
                                    + System.getProperty("mp4j.stock.changed") + " "
                                    + System.getProperty("mp4j.stock.late")));
        } finally {
            System.clearProperty("mp4j.stock.early");
            System.clearProperty("mp4j.stock.changed");
            System.clearProperty("mp4j.stock.late");
        }
    }

    @Test
    void oneThatDiedIsNotHandedOut() throws Exception {
        long next = fill(SETTINGS);
        ProcessHandle.of(next).orElseThrow().destroyForcibly();
        awaitTrue(() -> !Stocks.waiting().contains(next));
        assertNotEquals(next, pid(SETTINGS));
    }

    @Test
    void itGrowsWithDemandUpToItsLimit() throws Exception {
        JvmSettings two = settings().stock(2).build();
        long _ = fill(two);
        List<ChildProcess> sleepers = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                sleepers.add(ChildProcess.builder().jvm(two).daemon(true).start(() -> new CountDownLatch(1).await()));
            }
            awaitTrue(() -> Stocks.waiting().size() == 2);
            assertEquals(
                    6,
                    Set.copyOf(sleepers.stream().map(ChildProcess::pid).toList())
                            .size());
        } finally {
            sleepers.forEach(ChildProcess::kill);
            sleepers.forEach(ChildProcess::join);
        }
        assertEquals(2, Stocks.waiting().size());
    }

    @Test
    void withoutAStockNothingIsStartedAhead() throws Exception {
        JvmSettings none = settings().stock(0).build();
        assertNotEquals(pid(none), pid(none));
        assertEquals(List.of(), Stocks.waiting());
        assertThrows(IllegalArgumentException.class, () -> settings().stock(-1));
    }

    /** Two that do not come up are enough to know; after that each child tells by its own end. */
    @Test
    void aJvmThatDoesNotComeUpIsNotStartedAheadForEver() throws Exception {
        JvmSettings broken = settings().jvmOptions("-XX:NoSuchOption").build();
        for (int i = 0; i < 4; i++) {
            try (ChildProcess process =
                    ChildProcess.builder().jvm(broken).output(Output.DISCARD).start(() -> {})) {
                process.join();
                assertEquals(new Exited(1), process.exitStatus());
            }
        }
        awaitTrue(() -> Stocks.strikes() >= 2);
        awaitTrue(() -> Stocks.present() == 0);
        assertEquals(List.of(), Stocks.waiting());
    }

    static final class Broken {
        static final int VALUE = Integer.parseInt("broken");
    }

    static final class Preloaded {
        static final long SINCE = System.nanoTime();
    }

    @Test
    void classesAreLoadedAndInitializedAhead() throws Exception {
        JvmSettings preloading = settings().preload(Preloaded.class).build();
        long _ = fill(preloading);
        long before = System.nanoTime();
        long since = Long.parseLong(findings(preloading, () -> String.valueOf(Preloaded.SINCE)));
        assertTrue(since - before < 0, "it was initialized before the child was wanted");
    }

    @Test
    void aClassThatCanNotBeLoadedAheadIsIgnoredWarnedOfOrAnError() throws Exception {
        List<String> missing = List.of("no.such.Class");
        for (PreloadError lenient : List.of(PreloadError.IGNORE, PreloadError.WARN)) {
            JvmSettings settings = settings().preload(lenient, missing).build();
            assertEquals(fill(settings), pid(settings));
            clear();
        }
        for (String unloadable : List.of("no.such.Class", Broken.class.getName())) {
            JvmSettings strict =
                    settings().preload(PreloadError.FAIL, List.of(unloadable)).build();
            long _ = pid(strict);
            ProcessStartException e = assertThrows(ProcessStartException.class, () -> {
                while (true) {
                    long _ = pid(strict);
                }
            });
            assertTrue(String.valueOf(e.getMessage()).contains(unloadable), e::getMessage);
        }
        assertFalse(Stocks.waiting().iterator().hasNext());
    }

    /** Numbers of all generators that seed themselves. */
    private static String randomNumbers() {
        return new Random().nextLong() + " " + ThreadLocalRandom.current().nextLong() + " "
                + new SplittableRandom().nextLong() + " " + new SecureRandom().nextLong() + " "
                + RandomGenerator.getDefault().nextLong() + " " + Double.doubleToLongBits(Math.random()) + " "
                + UUID.randomUUID();
    }

    /** No two of them begin with the same seed, nor with that of their parent. */
    @Test
    void childrenAreDifferentlyRandom() throws Exception {
        Set<String> seen = new HashSet<>(List.of(randomNumbers().split(" ", -1)));
        int generators = seen.size();
        for (int i = 0; i < 3; i++) {
            long next = fill(SETTINGS);
            String numbers =
                    findings(SETTINGS, () -> ProcessHandle.current().pid() + " from the stock " + randomNumbers());
            assertTrue(numbers.startsWith(next + " from the stock "), numbers);
            seen.addAll(List.of(numbers.substring(numbers.indexOf("stock ") + 6).split(" ", -1)));
        }
        assertEquals(7, generators);
        assertEquals(4 * generators, seen.size());
    }

    @Test
    void forkIsRefusedWithTheReasonAndWhatToDo() {
        UnsupportedOperationException e =
                assertThrows(UnsupportedOperationException.class, () -> StartMethod.named("fork"));
        assertTrue(
                String.valueOf(e.getMessage()).matches("(?s).*garbage collection.*FORKSERVER.*shared memory.*"),
                e::getMessage);
        assertEquals(StartMethod.SPAWN, StartMethod.named("spawn"));
        assertEquals(StartMethod.FORKSERVER, StartMethod.named("forkserver"));
        assertThrows(IllegalArgumentException.class, () -> StartMethod.named("spoon"));
    }

    static final class Mistyped {
        private Mistyped() {}

        public static void main(String[] args) {
            System.out.println(assertThrows(IllegalArgumentException.class, () -> ChildProcess.start(() -> {}))
                    .getMessage());
            StartMethod.setDefault(StartMethod.SPAWN, false);
            System.out.println(StartMethod.getDefault());
        }
    }

    @Test
    void aTypingErrorInThePropertyIsToldToWhoStartsAChildAndCanBeMadeGood() throws InterruptedException {
        var result = JavaProgram.of(Mistyped.class)
                .jvmOptions("-D" + StartMethod.PROPERTY + "=forksever")
                .run();
        assertEquals("""
            -Dmultiprocessing4j.startMethod=forksever: there is no start method "forksever": it can be forkserver or spawn
            SPAWN
            """, result.stdout(), result::toString);
    }
}
