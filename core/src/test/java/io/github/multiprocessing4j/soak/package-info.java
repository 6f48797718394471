/**
 * Everything at once, while somebody kills: campaigns against processes, locks, queues, pools and managers, and a report of what came of
 * them.
 */
@NullMarked
package io.github.multiprocessing4j.soak;

import org.jspecify.annotations.NullMarked;
