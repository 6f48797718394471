package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.manager.SyncManager;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** This library's side of the measures on {@code map.get} through a proxy of a manager's map by one client. */
final class ManagerSide {
    static final String KEY = "k";

    static final Integer VALUE = 1;

    private static final int WARM_UP = 100_000;

    private static final int CALLS = 20_000;

    private final Effort effort;

    ManagerSide(Effort effort) {
        this.effort = effort;
    }

    /** {@return the median time of a call to the usual server, a child of this process, in microseconds} */
    double local() throws Exception {
        try (var manager = SyncManager.start()) {
            return micros(manager);
        }
    }

    /** {@return that of one through TCP} */
    double tcp() throws Exception {
        try (var connected = TcpManager.connect()) {
            return micros(connected.manager());
        }
    }

    private double micros(SyncManager manager) throws Exception {
        Map<String, Integer> map = manager.map(Map.of(KEY, VALUE));
        return micros(effort, () -> map.get(KEY));
    }

    /** {@return the median time that a call takes once it is compiled} Also of what this library is compared with. */
    static double micros(Effort effort, Callable<? extends @Nullable Object> get) throws Exception {
        return Timing.seconds(() -> check(get.call()), effort.turns(WARM_UP), effort.turns(CALLS)) * 1e6;
    }

    static void check(@Nullable Object value) {
        if (!VALUE.equals(value)) {
            throw new AssertionError("a wrong value: " + value);
        }
    }
}
