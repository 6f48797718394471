package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.logging.ChildLogs;
import io.github.multiprocessing4j.os.JvmShutdown;
import io.github.multiprocessing4j.os.ProcessName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Who the running process is. */
final class CurrentProcess {
    private static final String MAIN = "MainProcess";

    /** How many processes of a class this one has named, by that class's name. */
    private static final Map<String, AtomicInteger> COUNTERS = new ConcurrentHashMap<>();

    /** Null in a process that this library did not start, until somebody asks. */
    private static volatile @Nullable ChildProcess current;

    private static volatile @Nullable ChildProcess parent;

    private static volatile boolean loading;

    /** Whether this JVM waits to be told who it is. */
    private static volatile boolean nobody;

    /** Which process this thread is, if it is one itself. */
    private static final ScopedValue<ThreadChild> THREAD = ScopedValue.newInstance();

    private CurrentProcess() {}

    static ChildProcess get() {
        return THREAD.isBound() ? THREAD.get().process() : ofThisJvm();
    }

    /** Whatever the calling thread is. */
    static ChildProcess ofThisJvm() {
        ChildProcess known = current;
        return known != null ? known : main();
    }

    private static synchronized ChildProcess main() {
        ChildProcess known = current;
        if (known == null) {
            known = new ChildProcess(MAIN, false, new Relation.Self(), AuthKey.random(), null);
            current = known;
        }
        return known;
    }

    static Optional<ChildProcess> parent() {
        return Optional.ofNullable(THREAD.isBound() ? THREAD.get().parent() : parent);
    }

    /** Makes a call during which the calling thread is a process. */
    static <T> T as(ThreadChild child, ScopedValue.CallableOp<T, RuntimeException> call) {
        return ScopedValue.where(THREAD, child).call(call);
    }

    static AuthKey authKey() {
        return get().authKey();
    }

    /** In a child: what its parent said of it, before the target is loaded. */
    static void is(ChildProcess self, ChildProcess startedBy) {
        loading = true;
        nobody = false;
        parent = startedBy;
        current = self;
        isNamed(self.name());
    }

    private static void isNamed(String name) {
        ProcessName.set(name);
        ChildLogs.processIs(name);
    }

    /** In a child: that was not meant, and nobody has seen it. */
    static void forget() {
        parent = null;
        current = null;
        loading = false;
        nobody = true;
        ChildLogs.processIs("a JVM of the stock");
    }

    /** {@return whether this JVM waits to be told who it is, so that whatever was made in it was made for who it will be} */
    static boolean isNobody() {
        return nobody;
    }

    /** In a child: the target is loaded, and is itself the process if it is a subclass's. */
    static void isLoaded(ChildProcess self) {
        current = self;
        isNamed(self.name());
        loading = false;
    }

    /** A child's children are numbered after it: the second of Process-1 is Process-1:2. */
    static String nextName(Class<?> type) {
        String simple = type == ChildProcess.class ? "Process" : type.getSimpleName();
        String prefix = (simple.isEmpty() ? "Process" : simple) + "-" + ownNumber();
        return prefix
                + counters().computeIfAbsent(prefix, _ -> new AtomicInteger()).incrementAndGet();
    }

    /** A thread's are forgotten with it. */
    private static Map<String, AtomicInteger> counters() {
        return THREAD.isBound() ? THREAD.get().counters() : COUNTERS;
    }

    private static String ownNumber() {
        String name = get().name();
        String number = name.substring(name.lastIndexOf('-') + 1);
        boolean numbered = !number.isEmpty() && number.chars().allMatch(c -> c == ':' || c >= '0' && c <= '9');
        return numbered ? number + ":" : "";
    }

    static void requireMayHaveChildren() {
        if (JvmShutdown.isPastChildren()) {
            throw new IllegalStateException(
                    "no process can be started: " + ofThisJvm().name()
                            + " is ending, and its children with it. Start it before the last thread ends and before"
                            + " System.exit, or in a Finalizer with a priority of at least 0.");
        }
        if (loading) {
            throw new IllegalStateException(
                    "A process was to be started while " + ofThisJvm().name()
                            + " is still loading what it is to run itself (CPython's \"main module rule\"). Most often"
                            + " a static initializer of the class that holds the target starts processes: every child"
                            + " would load that class and start its own. Start processes from main, or from a method"
                            + " that only the parent calls.");
        }
        if (ofThisJvm().isDaemon()) {
            throw new IllegalStateException(
                    "daemon processes may not have children, and " + ofThisJvm().name() + " is a daemon");
        }
    }
}
