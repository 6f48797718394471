/** Micro-benchmarks of single operations in one JVM, by JMH: how long each takes and how much memory it allocates. */
@NullMarked
package io.github.multiprocessing4j.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
