package io.github.multiprocessing4j.region;

/** The file that a process keeps for its next small block when it has none. */
public final class SpareArena {
    private SpareArena() {}

    /** Has this process do without it, so that every file that is left is one that something in it has not given up. */
    public static void giveUp() {
        Heap.giveUpSpare();
    }
}
