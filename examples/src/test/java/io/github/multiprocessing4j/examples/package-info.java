@NullMarked
package io.github.multiprocessing4j.examples;

import org.jspecify.annotations.NullMarked;
