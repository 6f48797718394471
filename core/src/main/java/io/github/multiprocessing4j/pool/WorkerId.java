package io.github.multiprocessing4j.pool;

/**
 * Which worker it was.
 *
 * @param name its name, as PoolWorker-1
 * @param pid its process id
 */
public record WorkerId(String name, long pid) {
    /** {@return name and process id, as messages show them} */
    @Override
    public String toString() {
        return name + " (pid " + pid + ")";
    }
}
