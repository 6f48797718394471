package io.github.multiprocessing4j.pool;

/** What pools of threads tell of their work. */
class ThreadSeeingTest extends SeeingContract {
    @Override
    Pool newPool(int workers) {
        return ThreadPool.create(workers);
    }
}
