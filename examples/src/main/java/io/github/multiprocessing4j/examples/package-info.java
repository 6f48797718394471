/** Programs that show what worker processes are good for; one file each, to be read as much as to be run. */
@NullMarked
package io.github.multiprocessing4j.examples;

import org.jspecify.annotations.NullMarked;
