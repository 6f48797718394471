package io.github.multiprocessing4j.manager;

import io.github.multiprocessing4j.wire.MemoryChannel;
import java.io.Serializable;

/**
 * What a server answers to who wants a channel through shared memory.
 *
 * @param end the client's
 * @param number the server's for it
 */
record Opened(MemoryChannel.Handle end, long number) implements Serializable {}
