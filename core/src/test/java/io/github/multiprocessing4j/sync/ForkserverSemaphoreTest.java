package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.testkit.UnderForkserver;

@UnderForkserver
class ForkserverSemaphoreTest extends SemaphoreTest {}
