/** Measures how costs grow with the number of workers, the size of messages and the number of live objects, and draws it. */
@NullMarked
package io.github.multiprocessing4j.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
