package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.function.RemoteCallable;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Something of the calling thread that goes along with a task, and is there while the task runs in another process.
 *
 * {@snippet :
 * final class Keys {
 *     static final ScopedValue<String> USER = ScopedValue.newInstance();
 * }
 *
 * var carrying = TaskOptions.none().carrying(Carried.scopedValue(() -> Keys.USER), Carried.mdc());
 * ScopedValue.where(Keys.USER, "ada").run(() -> pool.applyAsync(() -> render(Keys.USER.get()), carrying));
 * }
 *
 * <p>What it is when a call is made, or a process built, goes along with all tasks of that call. What a task changes stays in its process. For
 * something else, such as a tracing library's current span, implement this interface. CPython has no counterpart: its context variables do not cross.
 *
 * @see ChildProcessBuilder#carrying
 */
@FunctionalInterface
public interface Carried {
    /**
     * {@return what goes along} Called by the thread that makes the call.
     */
    Binding capture();

    /** What goes along, and is put in force around a task. Its serial form crosses. */
    @FunctionalInterface
    interface Binding extends Serializable {
        /**
         * Makes a call during which it is in force in the calling thread.
         *
         * @param <T> the call's result
         * @param call the task
         * @return the call's result
         * @throws Exception what the call throws
         */
        <T extends @Nullable Object> T around(RemoteCallable<T> call) throws Exception;
    }

    /**
     * {@return the value of a scoped value, if it is bound then}
     *
     * @param <T> the value's type; serializable
     * @param key tells which one, in this process and in the other: one that is in a static field, as {@code () -> Keys.USER}
     */
    static <T> Carried scopedValue(RemoteCallable<ScopedValue<T>> key) {
        return new CarriedScopedValue<>(key);
    }

    /**
     * {@return the mapped diagnostic context of SLF4J} It replaces the task's thread's while the task runs.
     *
     * <p>Needs SLF4J on the class path, or there is a {@link NoClassDefFoundError} when it is captured.
     */
    static Carried mdc() {
        return new CarriedMdc();
    }
}
