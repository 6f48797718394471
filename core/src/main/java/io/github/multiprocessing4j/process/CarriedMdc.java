package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.function.RemoteCallable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The mapped diagnostic context. */
record CarriedMdc() implements Carried {
    @Override
    public Binding capture() {
        return new Context(copy());
    }

    private static Map<String, String> copy() {
        Map<String, String> now = MDC.getCopyOfContextMap();
        return now == null ? Map.of() : new HashMap<>(now);
    }

    private record Context(Map<String, String> values) implements Binding {
        @Override
        public <T extends @Nullable Object> T around(RemoteCallable<T> call) throws Exception {
            Map<String, String> before = copy();
            MDC.setContextMap(values);
            try {
                return call.call();
            } finally {
                MDC.setContextMap(before);
            }
        }
    }
}
