@NullMarked
package io.github.multiprocessing4j.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
