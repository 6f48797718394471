package io.github.multiprocessing4j.logging;

import io.github.multiprocessing4j.process.StartMethod;

class ForwardedLogsTest extends ForwardedLogsContract {
    ForwardedLogsTest() {
        super(StartMethod.SPAWN);
    }
}
