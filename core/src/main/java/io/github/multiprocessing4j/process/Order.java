package io.github.multiprocessing4j.process;

import java.nio.ByteBuffer;

/**
 * What a child is told to run.
 *
 * @param message a {@link StartMessage}
 * @param settle to be told when it was decoded, or never will be
 */
record Order(ByteBuffer message, Runnable settle) {}
