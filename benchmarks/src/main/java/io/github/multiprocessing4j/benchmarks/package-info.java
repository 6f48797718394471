/** Measures this library side by side with CPython's {@code multiprocessing}, and with other ways from JVM to JVM. */
@NullMarked
package io.github.multiprocessing4j.benchmarks;

import org.jspecify.annotations.NullMarked;
