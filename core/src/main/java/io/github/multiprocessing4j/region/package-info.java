/**
 * Internal: what processes share through the file system and mapped memory, and how none of it is left behind.
 */
@NullMarked
package io.github.multiprocessing4j.region;

import org.jspecify.annotations.NullMarked;
