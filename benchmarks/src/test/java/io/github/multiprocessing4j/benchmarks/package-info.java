@NullMarked
package io.github.multiprocessing4j.benchmarks;

import org.jspecify.annotations.NullMarked;
