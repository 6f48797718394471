package io.github.multiprocessing4j.manager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** One method of a server's objects, and what is known of its calls. */
final class Invoker {
    private final Method method;

    private final @Nullable String resultTypeid;

    private final boolean takesFunctions;

    private final LongAdder calls = new LongAdder();

    private final LongAdder failures = new LongAdder();

    private final LongAdder nanos = new LongAdder();

    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);

    /** @param resultTypeid of results that stay in the server; null if they are sent */
    Invoker(Method method, @Nullable String resultTypeid) {
        this.method = method;
        this.resultTypeid = resultTypeid;
        this.takesFunctions = Route.takesFunctions(method);
    }

    /** {@return whether it may run code of a client} */
    boolean takesFunctions() {
        return takesFunctions;
    }

    String name() {
        return method.getName();
    }

    int parameters() {
        return method.getParameterCount();
    }

    @Nullable
    String resultTypeid() {
        return resultTypeid;
    }

    /** Calls it. Throws what it throws. */
    @Nullable
    Object invoke(Object referent, @Nullable Object @Nullable [] arguments) throws Throwable {
        long start = System.nanoTime();
        boolean done = false;
        try {
            Object result = method.invoke(referent, arguments);
            done = true;
            return result;
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        } finally {
            long took = System.nanoTime() - start;
            calls.increment();
            nanos.add(took);
            longest.accumulate(took);
            if (!done) {
                failures.increment();
            }
        }
    }

    /** {@return what is known of its calls; null if there were none} */
    @Nullable
    MethodStatistics statistics(String typeid) {
        long count = calls.sum();
        return count == 0
                ? null
                : new MethodStatistics(
                        typeid,
                        Signature.of(method),
                        count,
                        failures.sum(),
                        java.time.Duration.ofNanos(nanos.sum()),
                        java.time.Duration.ofNanos(longest.get()));
    }
}
