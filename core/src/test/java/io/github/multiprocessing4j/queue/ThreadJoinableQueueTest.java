package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.testkit.OverThreads;

@OverThreads
class ThreadJoinableQueueTest extends JoinableQueueContract {
    @Override
    Context context() {
        return Context.threads();
    }
}
