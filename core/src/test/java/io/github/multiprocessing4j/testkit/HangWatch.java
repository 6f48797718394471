package io.github.multiprocessing4j.testkit;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Ends a test that outlives JUnit's timeout, the usual one or its own, whose interrupt it did not notice.
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
        long seconds = Math.max(SECONDS, ownTimeoutSeconds(context) + MORE_SECONDS);
        var alarm = WATCH.schedule(() -> reportAndKillChildren(name), seconds, TimeUnit.SECONDS);
        var halt = WATCH.schedule(() -> halt(name), seconds + MORE_SECONDS, TimeUnit.SECONDS);
        context.getStore(NAMESPACE).put("alarms", new Alarms(alarm, halt));
    }

    private static long ownTimeoutSeconds(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), Timeout.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), Timeout.class))
                .map(timeout -> timeout.unit().toSeconds(timeout.value()))
                .orElse(0L);
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
