package io.github.multiprocessing4j.pool;

import org.jspecify.annotations.Nullable;

/** What runs under limits of time and can be ended. Called with the lock held that guards its {@link Patience}. */
interface Limited {
    /** {@return which item runs, and since when; null if none does} */
    ClaimPage.@Nullable Running running();

    /** Has what runs end by itself: its thread is interrupted. */
    void interrupt(Overrun cause);

    /** Has it told to {@link Patience#answered} what it is doing, now or soon. */
    void ask(Overrun cause);

    /** Ends it whatever it does. */
    void kill();
}
