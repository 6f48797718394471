/**
 * What callers see when something goes wrong: every blocking call, every kind of mishap, each tried and timed. {@code
 * docs/failure-model.md} is made of what is expected here and of what was measured.
 */
@NullMarked
package io.github.multiprocessing4j.failuremodel;

import org.jspecify.annotations.NullMarked;
