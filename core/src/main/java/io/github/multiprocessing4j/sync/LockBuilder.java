package io.github.multiprocessing4j.sync;

import java.util.function.Function;

/**
 * Creates a lock with other than the usual settings.
 *
 * @param <L> {@link Lock} or {@link RLock}
 */
public final class LockBuilder<L> {
    private final Function<OwnerDeath, L> creator;

    private OwnerDeath onOwnerDeath = OwnerDeath.FAIL;

    LockBuilder(Function<OwnerDeath, L> creator) {
        this.creator = creator;
    }

    /**
     * Says what becomes of the lock when a process ends that holds it; {@link OwnerDeath#FAIL} if this is not called.
     *
     * @param choice what shall happen
     * @return this
     */
    public LockBuilder<L> onOwnerDeath(OwnerDeath choice) {
        onOwnerDeath = choice;
        return this;
    }

    /**
     * {@return the new lock, free}
     *
     * @throws java.io.UncheckedIOException if there is no room in shared memory
     */
    public L create() {
        return creator.apply(onOwnerDeath);
    }
}
