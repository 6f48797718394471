/** Where the workloads of the benchmarks spend their time: samples of all processes, as flame graphs and lists of methods. */
@NullMarked
package io.github.multiprocessing4j.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
