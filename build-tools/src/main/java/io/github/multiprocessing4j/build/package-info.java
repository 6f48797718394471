/** Programs that the build runs. */
@NullMarked
package io.github.multiprocessing4j.build;

import org.jspecify.annotations.NullMarked;
