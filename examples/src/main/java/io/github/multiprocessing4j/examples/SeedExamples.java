package io.github.multiprocessing4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.Multiprocessing;
import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.failure.TaskFailedException;
import io.github.multiprocessing4j.failure.TaskTimeoutException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.pool.AsyncResult;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.pool.ProcessPoolExecutor;
import io.github.multiprocessing4j.pool.TaskOptions;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.queue.JoinableQueue;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Barrier;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.Semaphore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The examples that every introduction to CPython's {@code multiprocessing} shows, in Java. What is printed stands behind
 * {@code =>}; nothing else is, neither on standard output nor on standard error.
 *
 * <p>Runs all of them in this order, or those that are named as arguments.
 */
@Command(name = "SeedExamples", description = "Runs the examples of every introduction to CPython's multiprocessing.")
final class SeedExamples implements Callable<Integer> {
    @Option(names = "--help", usageHelp = true, description = "say this")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Parameters(
            paramLabel = "<example>",
            completionCandidates = Names.class,
            description = "which to run: ${COMPLETION-CANDIDATES} (default: all, in this order)")
    private List<String> chosen = List.copyOf(all().keySet());

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private SeedExamples() {}

    // -- Process -----------------------------------------------------------------------------------------------------

    static void hello() {
        var p = ChildProcess.of(() -> System.out.println("child process"));
        p.start();
        p.join(); // => child process
        System.out.println(p.exitCode().getAsInt()); // => 0
    }

    static final List<Integer> x = new ArrayList<>();

    static void isolation() {
        var p = ChildProcess.start(() -> {
            x.add(1);
            System.out.println("child: " + x); // => child: [1]
        });
        p.join();
        System.out.println("parent: " + x); // => parent: []
    }

    static void exitCodes() {
        var p = ChildProcess.start(() -> System.exit(3));
        p.join();
        System.out.println(p.exitCode().getAsInt() + " " + p.exitStatus()); // => 3 exited with code 3
        var q = ChildProcess.start(() -> Thread.sleep(60_000)); // targets may throw checked exceptions
        q.kill();
        q.join();
        System.out.println(q.exitCode().getAsInt() + " " + q.exitStatus()); // => -9 killed by SIGKILL
    }

    static final class Greeter extends ChildProcess { // subclassing, as with Thread
        private final String whom;

        Greeter(String whom) {
            this.whom = whom;
        }

        @Override
        public void run() {
            System.out.println(
                    "hello " + whom + " from " + ChildProcess.current().name());
        }
    }

    static void subclass() {
        var g = new Greeter("bob");
        g.start();
        g.join(); // => hello bob from Greeter-1
    }

    static void builder() {
        var p = ChildProcess.builder()
                .name("worker-1")
                .daemon(true)
                .start(() ->
                        System.out.println("hello " + ChildProcess.current().name()));
        System.out.println(ChildProcess.active().contains(p)); // => true
        p.join(ofSeconds(10)); // => hello worker-1
        p.close();
    }

    static void startMethods() {
        System.out.println(Multiprocessing.getAllStartMethods() + " "
                + Multiprocessing.getStartMethod()); // => [FORKSERVER, SPAWN] FORKSERVER
        var ctx = Context.builder()
                .startMethod(StartMethod.SPAWN)
                .jvmOptions("-Xmx128m")
                .build();
        ctx.process(() -> System.out.println(Runtime.getRuntime().maxMemory() <= 128L << 20))
                .start()
                .join(); // => true
    }

    static void cooperativeStop() throws InterruptedException {
        try (var stop = Event.create();
                var started = Semaphore.create(0)) {
            var p = ChildProcess.start(() -> {
                started.release();
                while (!stop.isSet()) {
                    Thread.onSpinWait();
                }
                System.out.println("stopped cleanly"); // => stopped cleanly
            });
            started.acquire();
            stop.set();
            p.join();
        }
    }

    // -- Communication -----------------------------------------------------------------------------------------------

    static void listenerAndClient() throws Exception {
        var key = AuthKey.of("secret".getBytes(UTF_8));
        try (var listener = Listener.builder().authKey(key).open()) { // a private Unix-domain socket by default
            var address = listener.address();
            var p = ChildProcess.start(() -> {
                try (var c = Client.connect(address, key)) {
                    c.send(Map.of("pid", 42));
                }
            });
            try (var c = listener.accept()) {
                System.out.println(c.recv()); // => {pid=42}
            }
            p.join();
        }
        System.out.println(key); // => AuthKey[redacted]
    }

    // -- Pools -------------------------------------------------------------------------------------------------------

    static void poolMap() {
        try (var pool = Pool.create(4)) {
            System.out.println(pool.map(n -> n * n, List.of(0, 1, 2, 3))); // => [0, 1, 4, 9]
            System.out.println(pool.map(n -> n * n, range(1000), 50).size()); // chunk size 50 => 1000
            System.out.println(pool.starmap((a, b) -> a + b, List.of(Map.entry(1, 2), Map.entry(3, 4)))); // => [3, 7]
            for (var sq : pool.imap(n -> n * n, range(3))) {
                System.out.print(sq + " "); // lazy, ordered => 0 1 4
            }
            System.out.println();
            System.out.println(pool.apply(() -> "one call")); // => one call
        }
    }

    static void poolAsync() throws Exception {
        try (var pool = Pool.create(2)) {
            AsyncResult<Integer> r = pool.applyAsync(() -> 6 * 7);
            System.out.println(r.get(10, TimeUnit.SECONDS) + " " + r.successful()); // => 42 true
            var slow = pool.applyAsync(
                    () -> {
                        Thread.sleep(60_000);
                        return 0;
                    },
                    TaskOptions.timeout(ofMillis(300)));
            try {
                slow.get();
            } catch (ExecutionException e) {
                System.out.println(e.getCause() instanceof TaskTimeoutException); // => true
            }
            System.out.println(pool.apply(() -> "the pool lives on")); // => the pool lives on
        }
    }

    static void poolExceptions() {
        try (var pool = Pool.create(2)) {
            pool.map(
                    n -> {
                        throw new IllegalArgumentException("bad " + n);
                    },
                    List.of(1, 2, 3));
        } catch (TaskFailedException e) {
            System.out.println(e.getCause()); // => java.lang.IllegalArgumentException: bad 1
        }
    }

    @SuppressWarnings("NullAway") // does not see that the result's type may be inferred to be nullable
    static void poolSurvivesAKill() {
        try (var pool = Pool.create(2)) {
            pool.apply(() -> {
                Runtime.getRuntime().halt(9);
                return null;
            });
        } catch (WorkerDiedException e) {
            System.out.println(e.exitStatus()); // => exited with code 9
        }
    }

    static int state;

    static void initializer() {
        try (var pool = Pool.builder()
                .processes(2)
                .initializer(() -> state = 10)
                .maxTasksPerChild(100)
                .build()) {
            System.out.println(pool.map(n -> state + n, List.of(1, 2, 3))); // => [11, 12, 13]
        }
    }

    static void executor() throws Exception {
        try (var executor = ProcessPoolExecutor.create(2)) { // an ExecutorService
            System.out.println(executor.submit(() -> 2 + 2).get()); // => 4
        }
    }

    // -- Connections -------------------------------------------------------------------------------------------------

    static void queue() throws InterruptedException {
        try (var q = Queue.<String>create()) {
            var p = ChildProcess.start(() -> q.put("done"));
            System.out.println(q.take()); // => done
            p.join();
        }
    }

    static void joinableQueue() throws InterruptedException {
        try (var q = JoinableQueue.<Integer>create()) {
            var p = ChildProcess.builder().daemon(true).start(() -> {
                while (true) {
                    q.take();
                    q.taskDone();
                }
            });
            for (int i = 0; i < 100; i++) {
                q.put(i);
            }
            q.join(); // returns when all are done
            System.out.println(q.isEmpty()); // => true
            p.terminate();
            p.join();
        }
    }

    static void pipe() throws Exception {
        try (var pipe = Pipe.create()) {
            var child = pipe.second();
            var p = ChildProcess.start(() -> {
                child.send("hello");
                child.close();
            });
            System.out.println(pipe.first().recv()); // => hello
            p.join();
        }
    }

    // -- Shared state ------------------------------------------------------------------------------------------------

    static void sharedMemory() {
        try (var shm = SharedMemory.create(10)) {
            var name = shm.name();
            ChildProcess.start(() -> {
                        try (var same = SharedMemory.open(name)) {
                            same.buffer().put("hello".getBytes(UTF_8));
                        }
                    })
                    .join();
            var bytes = new byte[5];
            shm.buffer().get(bytes);
            System.out.println(new String(bytes, UTF_8)); // => hello
            shm.unlink();
        }
    }

    static void sharedValue() {
        try (var counter = Value.ofInt(0)) {
            var children = new ArrayList<ChildProcess>();
            for (int i = 0; i < 4; i++) {
                children.add(ChildProcess.start(() -> {
                    counter.getLock().lock();
                    try {
                        counter.set(counter.get() + 1);
                    } finally {
                        counter.getLock().unlock();
                    }
                }));
            }
            children.forEach(ChildProcess::join);
            System.out.println(counter.get()); // => 4
        }
    }

    static void locks() {
        try (var lock = Lock.create();
                var barrier = Barrier.create(3)) {
            var children = new ArrayList<ChildProcess>();
            for (int i = 0; i < 3; i++) {
                children.add(ChildProcess.start(() -> {
                    barrier.await();
                    lock.lock();
                    try {
                        System.out.println("critical section"); // three times
                    } finally {
                        lock.unlock();
                    }
                }));
            }
            children.forEach(ChildProcess::join);
            // => critical section
            // => critical section
            // => critical section
        }
    }

    static void manager() {
        try (var m = SyncManager.start()) {
            List<String> shared = m.list();
            Map<String, Integer> counts = m.map();
            ChildProcess.start(() -> {
                        shared.add("x");
                        counts.put("a", 1);
                    })
                    .join();
            System.out.println(shared + " " + counts); // => [x] {a=1}
        }
    }

    // ----------------------------------------------------------------------------------------------------------------

    private static Map<String, Example> all() {
        var all = new LinkedHashMap<String, Example>();
        all.put("hello", SeedExamples::hello);
        all.put("isolation", SeedExamples::isolation);
        all.put("exitCodes", SeedExamples::exitCodes);
        all.put("subclass", SeedExamples::subclass);
        all.put("builder", SeedExamples::builder);
        all.put("startMethods", SeedExamples::startMethods);
        all.put("cooperativeStop", SeedExamples::cooperativeStop);
        all.put("listenerAndClient", SeedExamples::listenerAndClient);
        all.put("poolMap", SeedExamples::poolMap);
        all.put("poolAsync", SeedExamples::poolAsync);
        all.put("poolExceptions", SeedExamples::poolExceptions);
        all.put("poolSurvivesAKill", SeedExamples::poolSurvivesAKill);
        all.put("initializer", SeedExamples::initializer);
        all.put("executor", SeedExamples::executor);
        all.put("queue", SeedExamples::queue);
        all.put("joinableQueue", SeedExamples::joinableQueue);
        all.put("pipe", SeedExamples::pipe);
        all.put("sharedMemory", SeedExamples::sharedMemory);
        all.put("sharedValue", SeedExamples::sharedValue);
        all.put("locks", SeedExamples::locks);
        all.put("manager", SeedExamples::manager);
        return all;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new SeedExamples()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        var all = all();
        for (var name : chosen) {
            if (!all.containsKey(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no example " + name + "; there are " + String.join(", ", all.keySet()) + ".");
            }
        }
        for (var name : chosen) {
            Objects.requireNonNull(all.get(name)).run();
        }
        return CommandLine.ExitCode.OK;
    }

    /** For picocli, which shows them in the usage. */
    private static final class Names extends ArrayList<String> {
        Names() {
            super(all().keySet());
        }
    }

    private interface Example {
        void run() throws Exception;
    }

    private static Iterable<Integer> range(int n) {
        return () -> IntStream.range(0, n).iterator();
    }
}
