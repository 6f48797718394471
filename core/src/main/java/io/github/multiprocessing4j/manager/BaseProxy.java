package io.github.multiprocessing4j.manager;

import java.io.ObjectStreamException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What every proxy is beside the interface of its object, which lives in a manager's server. CPython's {@code
 * multiprocessing.managers.BaseProxy}.
 *
 * <pre>{@code
 * try (var manager = SyncManager.start()) {
 *     Map<String, Integer> counts = manager.map();
 *     counts.put("a", 1);                                       // a call to the server
 *     BaseProxy proxy = BaseProxy.of(counts);
 *     System.out.println(proxy.token().typeid());               // map
 *     Map<?, ?> copy = (Map<?, ?>) proxy.getValue();            // the object itself, copied
 *     proxy.close();                                            // the object goes with its last proxy
 * }
 * }</pre>
 *
 * <p><b>Calls.</b> Arguments and results are copied; a proxy among them arrives as a proxy, or as the object where the object lives. A collection, or another {@link Iterable}, that does not serialize arrives as a list of its elements. What
 * the object throws is thrown here, with the stack frames that it has there and those of the caller. Default methods with an argument that
 * does not serialize, such as a plain lambda, run here, by means of other calls. {@code equals}, {@code hashCode} and {@code toString} are calls as well;
 * of a proxy of the same object {@code equals} says yes without one.
 *
 * <p><b>Waiting.</b> A call ends when the server has answered. An interrupt interrupts the thread that executes it there, so what would end
 * at an interrupt ends; if the method declares {@link InterruptedException} and the server does not answer within a second of the interrupt,
 * the caller gives up. A {@linkplain #withTimeout time limit} does the same. When the server's process ends, every call
 * that waits for it throws a {@link io.github.multiprocessing4j.failure.ManagerDiedException} within a second.
 *
 * <p><b>Life.</b> The object lives as long as any proxy for it does, anywhere: in a process, in another object of a server, or in a
 * message. A proxy ends when it is {@linkplain #close closed}, collected, or its process ends. One in a message whose sender has ended and that nobody
 * has received holds the object for another minute.
 *
 * <p>Thread-safe, and can be sent to other processes, which then have their own. <b>Memory consistency effects:</b> what a thread did before a call
 * <i>happens-before</i> its execution, and that before the call returns.
 */
public interface BaseProxy extends AutoCloseable {
    /**
     * {@return a proxy seen as such}
     *
     * @param proxy what a manager has handed out
     * @throws IllegalArgumentException if it is no proxy
     */
    static BaseProxy of(Object proxy) {
        if (proxy instanceof BaseProxy itself) {
            return itself;
        }
        throw new IllegalArgumentException(
                "no proxy of a manager's object, but a " + proxy.getClass().getName());
    }

    /**
     * {@return a proxy for the same object whose calls may take so long and no longer} The other one stays as it is.
     *
     * @param <T> the object's interface
     * @param proxy a proxy
     * @param limit what each call may take; what takes longer is interrupted and ends in a {@link
     *     io.github.multiprocessing4j.failure.CallTimeoutException}
     * @throws IllegalArgumentException if it is no proxy, or the limit is not positive
     */
    static <T> T withTimeout(T proxy, Duration limit) {
        return Handles.withTimeout(proxy, limit);
    }

    /** {@return the identity of the object} */
    Token token();

    /**
     * {@return a copy of the object} CPython's {@code _getvalue}.
     *
     * @throws io.github.multiprocessing4j.failure.SerializationException if it does not serialize
     */
    @Nullable
    Object getValue();

    /**
     * Calls a method by its name. CPython's {@code _callmethod}.
     *
     * @param method its name; the interface must have exactly one of that name that takes as many arguments
     * @param arguments what it is given
     * @return what it returns; for a method whose result stays in the server, a proxy
     * @throws Exception what it throws
     */
    @Nullable
    Object callMethod(String method, @Nullable Object... arguments) throws Exception;

    /**
     * Begins to call a method and does not wait for it. Calls that a thread begins in this way are executed in their order, one after the other,
     * and travel together, so a thousand of them take far less time than a thousand that are waited for.
     *
     * @param method as with {@link #callMethod}
     * @param arguments as with {@link #callMethod}
     * @return the result; {@code get} throws what the method throws as the cause of an {@link java.util.concurrent.ExecutionException}. Cancelling
     *     it gives the result up; the call is executed all the same
     */
    Future<@Nullable Object> callMethodAsync(String method, @Nullable Object... arguments);

    /** Gives this proxy up, which can't be used any more then. The object ends with its last one. Calling this again does nothing. */
    @Override
    void close();

    /**
     * {@return what crosses to another process in place of this}
     *
     * @throws ObjectStreamException if it can't
     */
    Object writeReplace() throws ObjectStreamException;
}
