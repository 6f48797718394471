package io.github.multiprocessing4j.wire;

import java.lang.invoke.VarHandle;

/** Who runs the full fence without which who goes to sleep and who has just changed something could miss each other. */
public enum Fencing {
    /**
     * Who goes to sleep has it run in all others, by membarrier(2); who is awake pays nothing. That takes a microsecond or two, or ten where the processors are virtual ones:
     * for what goes over by the million.
     */
    BY_SLEEPERS,

    /** Everybody for himself, after each change: some nanoseconds. For what is worth more than that anyhow, and slept for often. */
    BY_ALL;

    /** To be called between a change and the look whether somebody sleeps who waits for it. */
    void afterChange() {
        if (this == BY_ALL || !Doorbell.SLEEPERS_FENCE) {
            VarHandle.fullFence();
        }
    }
}
