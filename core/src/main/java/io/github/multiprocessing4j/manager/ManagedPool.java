package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.function.RemoteBiFunction;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteFunction;
import io.github.multiprocessing4j.pool.AsyncResult;
import io.github.multiprocessing4j.pool.IMapIterator;
import io.github.multiprocessing4j.pool.Pool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/*
 * Nobody may be left who could end a pool: its client has died. So it is shut down when its last proxy has gone, and terminated when the last one of its results has as well,
 * since nobody could learn any more what its workers do. If another object of the server had a proxy of it, that is known when the garbage collector has found it.
 */
/** A pool in a server. Its workers are children of the server's process. */
final class ManagedPool implements Unreferenced {
    private final Pool pool;

    /** This one's proxies together, and each result that there are proxies of. */
    private final AtomicLong users = new AtomicLong(1);

    ManagedPool(Pool pool) {
        this.pool = pool;
    }

    static ManagedPool make(@Nullable Object[] arguments) throws Exception {
        Object how = arguments.length == 0 ? null : arguments[0];
        return new ManagedPool(
                switch (how) {
                    case null -> Pool.create();
                    case Integer processes -> Pool.create(processes);
                    case RemoteCallable<?> maker when maker.call() instanceof Pool made -> made;
                    default -> throw new IllegalArgumentException("no pool can be made from " + how);
                });
    }

    private <T extends @Nullable Object> ManagedResult<T> result(AsyncResult<T> result) {
        users.incrementAndGet();
        return new ManagedResult<>(result, this);
    }

    private <R extends @Nullable Object> ManagedResults<R> results(IMapIterator<R> results) {
        users.incrementAndGet();
        return new ManagedResults<>(results, this);
    }

    /** One user less. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            pool.terminate();
        }
    }

    @Override
    public void unreferenced() {
        pool.shutdown();
        leave();
    }

    public <T extends @Nullable Object> T apply(RemoteCallable<? extends T> code) {
        return pool.<T>apply(code);
    }

    public <T extends @Nullable Object> ManagedResult<T> applyAsync(RemoteCallable<? extends T> code) {
        return result(pool.<T>applyAsync(code));
    }

    public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return pool.<T, R>map(function, items);
    }

    public <T extends @Nullable Object, R extends @Nullable Object> List<R> map(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return pool.<T, R>map(function, items, chunkSize);
    }

    public <T extends @Nullable Object, R extends @Nullable Object> ManagedResult<List<R>> mapAsync(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return result(pool.<T, R>mapAsync(function, items));
    }

    public <T extends @Nullable Object, R extends @Nullable Object> ManagedResult<List<R>> mapAsync(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return result(pool.<T, R>mapAsync(function, items, chunkSize));
    }

    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            RemoteBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments) {
        return pool.<A, B, R>starmap(function, arguments);
    }

    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> List<R> starmap(
            RemoteBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments,
            int chunkSize) {
        return pool.<A, B, R>starmap(function, arguments, chunkSize);
    }

    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            ManagedResult<List<R>> starmapAsync(
                    RemoteBiFunction<? super A, ? super B, ? extends R> function,
                    Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments) {
        return result(pool.<A, B, R>starmapAsync(function, arguments));
    }

    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            ManagedResult<List<R>> starmapAsync(
                    RemoteBiFunction<? super A, ? super B, ? extends R> function,
                    Iterable<? extends Map.Entry<? extends A, ? extends B>> arguments,
                    int chunkSize) {
        return result(pool.<A, B, R>starmapAsync(function, arguments, chunkSize));
    }

    public <T extends @Nullable Object, R extends @Nullable Object> ManagedResults<R> imap(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return results(pool.<T, R>imap(function, items));
    }

    public <T extends @Nullable Object, R extends @Nullable Object> ManagedResults<R> imap(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return results(pool.<T, R>imap(function, items, chunkSize));
    }

    public <T extends @Nullable Object, R extends @Nullable Object> ManagedResults<R> imapUnordered(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items) {
        return results(pool.<T, R>imapUnordered(function, items));
    }

    public <T extends @Nullable Object, R extends @Nullable Object> ManagedResults<R> imapUnordered(
            RemoteFunction<? super T, ? extends R> function, Iterable<? extends T> items, int chunkSize) {
        return results(pool.<T, R>imapUnordered(function, items, chunkSize));
    }

    public void shutdown() {
        pool.shutdown();
    }

    public void join() {
        pool.join();
    }

    public void terminate() {
        pool.terminate();
    }

    @Override
    public String toString() {
        return pool.toString();
    }
}
