/**
 * How what children log comes to their parents' loggers. Internal: programs log as they always do.
 *
 * <p>Nothing here but {@link io.github.multiprocessing4j.logging.ChildLogs} is loaded in a child that does not log.
 */
@NullMarked
package io.github.multiprocessing4j.logging;

import org.jspecify.annotations.NullMarked;
