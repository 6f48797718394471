package io.github.multiprocessing4j.os;

import org.jspecify.annotations.Nullable;

/**
 * A value that a thread has during a call, and with it the {@link BigStack} that takes the thread's place in there. No other thread
 * that is started meanwhile has it, as it would with an {@link InheritableThreadLocal}, and keep it. Null if there is no such call.
 *
 * @param <T> what it is
 */
public final class CallLocal<T> extends InheritableThreadLocal<@Nullable T> {
    /**
     * Makes a call during which there is a value.
     *
     * @param during the value
     * @param call the call
     */
    public void with(T during, Runnable call) {
        T before = get();
        set(during);
        try {
            call.run();
        } finally {
            set(before);
        }
    }

    @Override
    protected @Nullable T childValue(@Nullable T parents) {
        return BigStack.isBeingMade() ? parents : null;
    }
}
