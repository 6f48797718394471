/**
 * Internal: the byte channel between two processes, and how its two ends find each other. Whatever moves between
 * processes moves through a {@link io.github.multiprocessing4j.wire.Channel}.
 */
@NullMarked
package io.github.multiprocessing4j.wire;

import org.jspecify.annotations.NullMarked;
