/**
 * Memory that processes find by its name: {@link io.github.multiprocessing4j.memory.SharedMemory} and
 * {@link io.github.multiprocessing4j.memory.ShareableList}, for exchange with Python and other programs too.
 *
 * <p><b>What one process writes and another reads</b> is ordered by nothing here. If B is to see what A wrote, something that
 * orders must come between: a start or join of a child, a call through a pool, a message, a lock shared by processes, or volatile
 * and atomic access by a {@link java.lang.invoke.VarHandle} of {@link java.lang.foreign.ValueLayout} to an aligned
 * word. Without that B may see some writes and not others, in any order.
 *
 * <p>The counterpart in CPython is {@code multiprocessing.shared_memory}.
 */
@NullMarked
package io.github.multiprocessing4j.memory;

import org.jspecify.annotations.NullMarked;
