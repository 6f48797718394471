/**
 * Locks, semaphores, conditions, events and barriers for threads of any number of processes of one tree. CPython's counterpart
 * is {@code multiprocessing.synchronize}.
 *
 * <p>Each but {@link io.github.multiprocessing4j.sync.SemLock}, which has a name, is an object in shared memory. A process gets it by receiving it: as an argument, captured in a lambda, in a pool's
 * task. What arrives is the same lock, not a copy, and two that arrive in one process are still one. Closing gives up this
 * process's share; the memory is free when no process has it any more; no thread of the same process must be using the object
 * then. All are thread-safe, and virtual threads that wait
 * release their carriers.
 *
 * <p><b>Death.</b> A process that dies, or ends, while it holds a lock or is inside a barrier keeps nobody waiting longer than
 * a second. What then happens each class says. Permits of a semaphore have no holder, unless its creator wishes so.
 *
 * <p><b>Memory consistency effects:</b> what a thread did before it released a lock or a semaphore, set an event, signalled a
 * condition or arrived at a barrier <i>happens-before</i> what another thread, of whatever process, does after it got that lock
 * or a permit, saw the event set, returned from its wait, or passed the barrier. This is true of memory that both processes share;
 * a process's own objects are never seen by another.
 */
@NullMarked
package io.github.multiprocessing4j.sync;

import org.jspecify.annotations.NullMarked;
