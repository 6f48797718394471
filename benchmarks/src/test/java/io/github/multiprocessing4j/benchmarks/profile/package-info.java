@NullMarked
package io.github.multiprocessing4j.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
