/**
 * Child processes with the API of threads: {@link io.github.multiprocessing4j.process.ChildProcess}.
 *
 * <p><b>Memory consistency effects:</b> actions in a thread before it calls {@code start} <i>happen-before</i> the child's
 * target runs, as far as the child sees them: what the target captures is copied when {@code start} is called. Everything
 * that a child did <i>happens-before</i> another thread returns from a {@code join} that saw its end.
 */
@NullMarked
package io.github.multiprocessing4j.process;

import org.jspecify.annotations.NullMarked;
