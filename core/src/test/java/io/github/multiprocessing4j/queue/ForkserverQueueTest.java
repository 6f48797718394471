package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.process.ChildProcessBuilder;
import io.github.multiprocessing4j.testkit.ShortLived;
import io.github.multiprocessing4j.testkit.UnderForkserver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@UnderForkserver
class ForkserverQueueTest extends QueueContract {
    @Override
    Context context() {
        return Context.processes();
    }

    @Override
    ChildProcessBuilder child() {
        return ShortLived.child();
    }

    @Override
    @Test
    @Tag("stress")
    void manyProcesses() throws Exception {
        super.manyProcesses();
    }
}
