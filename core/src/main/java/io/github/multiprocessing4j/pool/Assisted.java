package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.region.Spin;
import java.util.function.BooleanSupplier;

/** A chunk whose caller can do something useful while it looks whether the result is there. */
interface Assisted {
    /**
     * Looks for a while.
     *
     * @param spin for how long
     * @param done whether the result is there
     * @return whether it is
     */
    boolean assist(Spin spin, BooleanSupplier done);
}
