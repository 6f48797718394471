package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteCallable;
import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Code of the types that executors are given, made into what can be sent. */
final class Tasks {
    private Tasks() {}

    @SuppressWarnings("unchecked") // it makes what it is said to make
    static <T extends @Nullable Object> RemoteCallable<T> remote(Callable<T> task) {
        Objects.requireNonNull(task, "task");
        if (task instanceof RemoteCallable<?> remote) {
            return (RemoteCallable<T>) remote;
        }
        requireSerializable(task, "Callable", "RemoteCallable");
        return task::call;
    }

    static RemoteCallable<@Nullable Object> remote(Runnable task) {
        Objects.requireNonNull(task, "task");
        requireSerializable(task, "Runnable", "SerializableRunnable");
        return withoutResult(task);
    }

    /** Of code that is known to be serializable. */
    static RemoteCallable<@Nullable Object> withoutResult(Runnable task) {
        return () -> {
            task.run();
            return null;
        };
    }

    private static void requireSerializable(Object task, String type, String instead) {
        if (task instanceof Serializable) {
            return;
        }
        Class<?> what = task.getClass();
        throw new SerializationException(
                what.isHidden() || what.isSynthetic()
                        ? "a lambda that has the type " + type
                                + " can't be sent to another process: declare the executor's"
                                + " variable as ProcessPoolExecutor instead of ExecutorService, or cast the lambda to "
                                + instead
                        : "a task of " + what + " can't be sent to another process, since that class does not implement"
                                + " Serializable",
                null);
    }
}
