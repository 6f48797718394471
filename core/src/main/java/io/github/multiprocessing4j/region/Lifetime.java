package io.github.multiprocessing4j.region;

import java.lang.foreign.Arena;

/**
 * Until when a file stays mapped.
 *
 * @param arena with whose end it is unmapped
 * @param own whether the arena is the file's alone, and not the caller's
 */
record Lifetime(Arena arena, boolean own) {
    /** {@return one that ends when {@link #end} is called, in whatever thread} */
    static Lifetime untilEnded() {
        return new Lifetime(Arena.ofShared(), true);
    }

    /** {@return that of somebody else's arena} */
    static Lifetime ofArena(Arena callers) {
        return new Lifetime(callers, false);
    }

    /**
     * Unmaps the file, unless that is somebody else's to do. Nothing happens the second time.
     *
     * @throws IllegalStateException if its memory is being read or written by what can't be ended, such as a system call
     */
    void end() {
        if (own && arena.scope().isAlive()) {
            arena.close();
        }
    }
}
