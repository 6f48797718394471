@NullMarked
package io.github.multiprocessing4j.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
