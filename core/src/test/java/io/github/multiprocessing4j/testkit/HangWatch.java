package io.github.multiprocessing4j.testkit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends a test that outlives JUnit's timeout, whose interrupt it did not notice.
 *
 * <p>First it prints what all threads of this JVM and of its children do, and kills the children, which frees whoever waits
 * for one. If the test still runs a while later, the JVM is halted: a failure with a thread dump beats a hang.
 */
public final class HangWatch implements BeforeEachCallback, AfterEachCallback {

    private static final int HALTED = 86;

    private static final long SECONDS = Long.getLong("test.hangSeconds", 90);

    private static final long MORE_SECONDS = 30;

    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("test-hang-watch").unstarted(task));

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(HangWatch.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        var name = context.getUniqueId();
        var alarm = WATCH.schedule(() -> reportAndKillChildren(name), SECONDS, TimeUnit.SECONDS);
        var halt = WATCH.schedule(() -> halt(name), SECONDS + MORE_SECONDS, TimeUnit.SECONDS);
        context.getStore(NAMESPACE).put("alarms", new Alarms(alarm, halt));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        var alarms = context.getStore(NAMESPACE).get("alarms", Alarms.class);
        if (alarms != null) {
            alarms.alarm.cancel(false);
            alarms.halt.cancel(false);
        }
    }

    private record Alarms(ScheduledFuture<?> alarm, ScheduledFuture<?> halt) {}

    private static void reportAndKillChildren(String test) {
        System.err.println("HANGS: " + test + "\n" + ThreadDumps.ofThisJvmAndBelow());
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
    }

    private static void halt(String test) {
        System.err.println("HALTED: " + test);
        System.err.flush();
        Runtime.getRuntime().halt(HALTED);
    }
}
