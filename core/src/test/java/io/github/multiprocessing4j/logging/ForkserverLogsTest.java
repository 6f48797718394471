package io.github.multiprocessing4j.logging;

import io.github.multiprocessing4j.process.StartMethod;
import io.github.multiprocessing4j.process.StockForTests;
import org.junit.jupiter.api.AfterEach;

/** The same with children that came up ahead of need. */
class ForkserverLogsTest extends ForwardedLogsContract {
    ForkserverLogsTest() {
        super(StartMethod.FORKSERVER);
    }

    @AfterEach
    void clear() {
        StockForTests.clear();
    }
}
