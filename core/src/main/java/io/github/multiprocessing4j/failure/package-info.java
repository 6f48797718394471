/**
 * What can go wrong, told apart by type: {@link io.github.multiprocessing4j.failure.MultiprocessingException} and its
 * kinds, and {@link io.github.multiprocessing4j.failure.ExitStatus}, how a process ended.
 */
@NullMarked
package io.github.multiprocessing4j.failure;

import org.jspecify.annotations.NullMarked;
