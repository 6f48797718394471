package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.Context;
import io.github.multiprocessing4j.testkit.ShortLived;

class PoolCallsTest extends PoolCallsContract {
    @Override
    Context context() {
        return Context.processes();
    }

    @Override
    Pool newPool(int workers) {
        return ShortLived.pool(workers);
    }
}
