/** Queues between any number of processes. CPython's counterpart is {@code multiprocessing.queues}. */
@NullMarked
package io.github.multiprocessing4j.queue;

import org.jspecify.annotations.NullMarked;
