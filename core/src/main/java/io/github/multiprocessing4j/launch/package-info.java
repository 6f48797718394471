/**
 * Internal: starting a JVM and learning how it ended. Knows nothing of what runs in it.
 */
@NullMarked
package io.github.multiprocessing4j.launch;

import org.jspecify.annotations.NullMarked;
