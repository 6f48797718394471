package io.github.multiprocessing4j.region;

import java.io.Serializable;

/**
 * By which another process of the same tree finds a block. Made by {@link Block#handle()}, which counts it if need be; good for
 * one process that takes it, and for others as long as anybody has the block.
 *
 * @param region where the block is
 * @param offset where in there
 * @param size how many bytes it has
 * @param generation by which a block that was freed meanwhile is known
 * @param counted whether the block is kept for it until it is taken, see {@link Transit}
 */
public record BlockHandle(RegionHandle region, long offset, long size, int generation, boolean counted)
        implements Serializable {}
