package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.UnderForkserver;

@UnderForkserver
class ForkserverJoinableQueueTest extends JoinableQueueContract {
    @Override
    Context context() {
        return Context.processes();
    }

    @Override
    ChildProcessBuilder child() {
        return ShortLived.child();
    }
}
