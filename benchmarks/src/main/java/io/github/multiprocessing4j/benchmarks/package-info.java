/** Measures this library side by side with CPython's {@code multiprocessing}. */
@NullMarked
package io.github.multiprocessing4j.benchmarks;

import org.jspecify.annotations.NullMarked;
