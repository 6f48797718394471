/** Message connections between processes, and the key with which their ends prove themselves to each other. */
@NullMarked
package io.github.multiprocessing4j.connection;

import org.jspecify.annotations.NullMarked;
