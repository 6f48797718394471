package io.github.multiprocessing4j.manager;

import java.time.Duration;

/** What is made from proxies. */
final class Handles {
    private Handles() {}

    @SuppressWarnings("unchecked") // the other proxy has the same interfaces
    static <T> T withTimeout(T proxy, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("a time limit is positive, not " + limit);
        }
        ProxyHandler handler = ProxyHandler.behind(proxy);
        return switch (handler) {
            case RemoteHandler remote -> (T) remote.another(limit).newProxy();
            case LocalHandler _ -> proxy; // where the object is, calls are those of any object
            case null -> throw new IllegalArgumentException("no proxy of a manager's object: " + proxy);
        };
    }
}
