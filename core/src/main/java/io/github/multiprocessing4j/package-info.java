/**
 * Operating-system processes with the API of threads: CPython's {@code multiprocessing} for the JVM. Begin with
 * {@link io.github.multiprocessing4j.process.ChildProcess} and {@link io.github.multiprocessing4j.pool.Pool};
 * {@link io.github.multiprocessing4j.sync} has locks, {@link io.github.multiprocessing4j.sharedtypes} and
 * {@link io.github.multiprocessing4j.memory} have shared memory;
 * {@link io.github.multiprocessing4j.Multiprocessing} holds what CPython has as functions of the module.
 */
@NullMarked
package io.github.multiprocessing4j;

import org.jspecify.annotations.NullMarked;
