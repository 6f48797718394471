package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.pool.IMapIterator;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The results of a pool in a server, as they come. */
final class ManagedResults<R extends @Nullable Object> extends ManagedIterator<R> implements Unreferenced {
    private final IMapIterator<R> results;

    private final ManagedPool pool;

    ManagedResults(IMapIterator<R> results, ManagedPool pool) {
        super(results);
        this.results = results;
        this.pool = pool;
    }

    @Override
    void addMore(List<R> taken, int most) {
        try {
            while (taken.size() < most) {
                taken.add(results.next(Duration.ZERO));
            }
        } catch (TimeoutException | NoSuchElementException e) {
            // that is all for now, or for ever
        }
    }

    @Override
    public void unreferenced() {
        results.close();
        pool.leave();
    }
}
