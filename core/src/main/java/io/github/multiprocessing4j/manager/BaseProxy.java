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
 * <p><b>Calls.</b> Arguments and results are copied; a proxy among them arrives as a proxy, or as the object where the object lives. A collection, or another {@link
 * Iterable}, that does not serialize arrives as a list of its elements. What the object throws is thrown here, with the stack frames that it has there and those of the
 * caller. Default methods with a function that does not serialize, such as a plain lambda, run here, by means of other calls: {@link MapProxy} shows that, and how to
 * have a function executed in the server. {@code equals}, {@code hashCode} and {@code toString} are calls as well; of a proxy of the same object {@code equals} says
 * yes without one.
 * <p><b>Waiting.</b> A call ends when the server has answered. An interrupt interrupts the thread that executes it there, so what would end
 * at an interrupt ends; if the method declares {@link InterruptedException} and the server does not answer within a second of the interrupt,
 * the caller gives up. A {@linkplain #withTimeout time limit} does the same. When the server's process ends, every call
 * that waits for it throws a {@link io.github.multiprocessing4j.failure.ManagerDiedException} within a second.
 *
 * <p><b>Copies.</b> What a call returns is a copy, unless it is a proxy: to change it changes nothing in the server. Put it back, or put a proxy there in its place.
 *
 * <p><b>Life.</b> The object lives as long as any proxy for it does, anywhere: in a process, in another object of a server, or in a message. A proxy ends when it is
 * {@linkplain #close closed}, collected, or its process ends. One in a message whose sender has ended and that nobody has received holds the object for another minute.
 * {@link #close} gives the proxy up, also where the object's interface has a {@code close} of its own. That is called by {@code callMethod("close")} only, and not when
 * the object goes.
 * <p><b>Other processes</b> to which a proxy goes connect with its server by themselves. A child that has captured the proxy when it is started may do so. Wherever
 * else it goes, to a worker of a pool or through a queue, the process needs the server's key: it is {@linkplain
 * io.github.multiprocessing4j.process.ChildProcess#authKey its own}, as where the manager has no {@linkplain ManagerBuilder#authKey other one} and the process is of
 * the same tree; or the process is {@linkplain ManagerBuilder#connect connected} with the server, with the key, and has not closed that
 * manager, as a pool's initializer can see to. With {@linkplain ManagerBuilder#tls TLS} it must be connected. A process that does not know the key can't read the
 * message: a {@link io.github.multiprocessing4j.failure.SerializationException}.
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
     * <p>The limit also ends what waits for a time of its own, such as {@code poll(2, SECONDS)}. It is this proxy's, in this process: where the proxy is sent it arrives without.
     * A proxy that a call returns has the same one. It is not for calls that {@link #callMethodAsync} begins. A server that is busy or stopped may have a second more to answer.
     *
     * @param <T> the object's interface
     * @param proxy a proxy
     * @param limit what each call may take; what takes longer is interrupted and ends in a {@link
     *     io.github.multiprocessing4j.failure.CallTimeoutException}
     * @throws io.github.multiprocessing4j.failure.CallTimeoutException if the server, which counts the new proxy, has not answered a second after the limit, or
     *     after 20 seconds
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
     * and travel together, so a thousand of them take far less time than a thousand that are waited for. They have no time limit.
     *
     * <p>A later call of the same thread, begun or not, through whichever proxy, is executed after them. So one that would end the wait of a begun call must be another thread's:
     * {@code callMethodAsync("take")} and then {@code put} of the same queue by the same thread waits for ever.
     *
     * @param method as with {@link #callMethod}
     * @param arguments as with {@link #callMethod}
     * @return the result; {@code get} throws what the method throws as the cause of an {@link java.util.concurrent.ExecutionException}. Cancelling
     *     it gives the result up; the call is executed all the same
     */
    Future<@Nullable Object> callMethodAsync(String method, @Nullable Object... arguments);

    /**
     * Gives this proxy up, which can't be used any more then. The object goes with its last one; a {@code close} that it has itself is not called. Calling this again does
     * nothing.
     */
    @Override
    void close();

    /**
     * {@return what crosses to another process in place of this}
     *
     * @throws ObjectStreamException if it can't
     */
    Object writeReplace() throws ObjectStreamException;
}
