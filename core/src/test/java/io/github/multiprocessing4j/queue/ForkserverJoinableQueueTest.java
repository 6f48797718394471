package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.testkit.UnderForkserver;

@UnderForkserver
class ForkserverJoinableQueueTest extends JoinableQueueContract {}
