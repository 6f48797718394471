package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.testkit.OverThreads;

/** The same with virtual threads. */
@OverThreads
class VirtualThreadSyncTest extends ThreadSyncTest {
    @Override
    Context context() {
        return Context.virtualThreads();
    }
}
