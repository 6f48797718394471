package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.testkit.UnderForkserver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@UnderForkserver
class ForkserverQueueTest extends QueueContract {
    @Override
    @Test
    @Tag("stress")
    void manyProcesses() throws Exception {
        super.manyProcesses();
    }
}
