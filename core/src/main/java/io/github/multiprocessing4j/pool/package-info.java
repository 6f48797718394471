/**
 * Worker processes that share out work: {@link io.github.multiprocessing4j.pool.Pool}, what its asynchronous calls return
 * ({@link io.github.multiprocessing4j.pool.AsyncResult}) and its lazy ones
 * ({@link io.github.multiprocessing4j.pool.IMapIterator}).
 *
 * <p>A pool has a front, which cuts input into chunks, keeps order and hands out results, and a back that runs the chunks
 * somewhere: {@link io.github.multiprocessing4j.pool.PoolBackend}. Two backs come with the library: one runs them in JVMs on
 * this machine, the other, {@link io.github.multiprocessing4j.pool.ThreadPool}, in threads of this one.
 *
 * <p>The counterpart in CPython is {@code multiprocessing.pool}.
 */
@NullMarked
package io.github.multiprocessing4j.pool;

import org.jspecify.annotations.NullMarked;
