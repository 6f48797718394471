package io.github.multiprocessing4j.sync;

import io.github.multiprocessing4j.testkit.UnderForkserver;
import org.junit.jupiter.api.Tag;

@UnderForkserver
@Tag("stress")
class ForkserverConditionTest extends ConditionTest {}
