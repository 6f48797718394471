package io.github.multiprocessing4j.manager;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a server knows of the calls of one method. Times are those of the object's own code, without what it takes to get there and back.
 *
 * @param typeid the type's name
 * @param method its name and parameter types, as in {@code get(java.lang.Object)}
 * @param calls how many have ended
 * @param failures how many of those have thrown
 * @param total how long all of them took together
 * @param longest how long the longest took
 */
public record MethodStatistics(
        String typeid, String method, long calls, long failures, Duration total, Duration longest)
        implements Serializable {
    /** {@return how long one took on average} */
    public Duration mean() {
        return total.dividedBy(Math.max(1, calls));
    }
}
