package io.github.multiprocessing4j.queue;

import org.jspecify.annotations.Nullable;

/**
 * What was taken from a queue.
 *
 * @param any whether anything was
 * @param element what it is
 */
record Taken(boolean any, @Nullable Object element) {
    static final Taken NOTHING = new Taken(false, null);
}
