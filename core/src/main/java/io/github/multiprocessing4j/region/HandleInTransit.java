package io.github.multiprocessing4j.region;

/**
 * A handle that leaves with a message. Once that is sent, nobody knows whether it has arrived. Until it is known what becomes of the
 * message, the region is used once more: whoever has the block may close it meanwhile.
 *
 * @param region where the block is
 * @param use the block's
 */
record HandleInTransit(Region region, BlockUse use) implements Transit.Passenger {
    @Override
    public void stay() {
        Heap.notSent(region, use);
    }

    @Override
    public void leave() {
        Heap.release(region);
    }

    /** If it was decoded nobody expects it any more; if not, who looks for what nobody has finds the block. */
    @Override
    public void lose() {
        Heap.release(region);
    }
}
