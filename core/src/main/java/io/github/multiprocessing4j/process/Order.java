package io.github.multiprocessing4j.process;

import java.nio.ByteBuffer;

/**
 * What a child is told to run.
 *
 * @param beginning of a {@link StartMessage}
 * @param message the rest of it
 * @param settle to be told when it was decoded, or never will be
 */
record Order(ByteBuffer beginning, ByteBuffer message, Runnable settle) {}
