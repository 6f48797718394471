package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes along with a task: several of {@link Carried}, captured, the first one outermost.
 *
 * @param bindings what was captured
 */
public record Captured(List<Carried.Binding> bindings) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * {@return what the calling thread has of it now}
     *
     * @param carried what
     */
    public static Captured of(List<Carried> carried) {
        return new Captured(carried.stream().map(Carried::capture).toList());
    }

    /**
     * Makes a call during which all of it is in force.
     *
     * @param <T> the call's result
     * @param call the task
     * @return the call's result
     * @throws Exception what the call throws
     */
    public <T extends @Nullable Object> T around(RemoteCallable<T> call) throws Exception {
        RemoteCallable<T> all = call;
        for (Carried.Binding binding : bindings.reversed()) {
            RemoteCallable<T> inner = all;
            all = () -> binding.around(inner);
        }
        return all.call();
    }

    /** {@return code that runs the target so} */
    RemoteRunnable around(RemoteRunnable target) {
        return () -> {
            Object _ = around(() -> {
                target.run();
                return this;
            });
        };
    }
}
