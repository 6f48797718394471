package io.github.multiprocessing4j.pool;

/**
 * A chunk that was given to a worker.
 *
 * @param worker to whom
 * @param slot in which of its slots
 * @param id never used before
 * @param chunk the chunk
 */
record Assignment(Worker worker, int slot, long id, EncodedChunk chunk) {}
