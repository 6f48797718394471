package io.github.multiprocessing4j.sync;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who holds a lock, as far as it is known at the moment of asking.
 *
 * @param pid the process's id
 * @param processName what the process is called, shortened if it is long
 * @param threadId the thread's {@link Thread#threadId()} in that process
 * @param threadName the thread's name, if it is a platform thread of this process
 */
public record Owner(long pid, Optional<String> processName, OptionalLong threadId, Optional<String> threadName) {
    @Override
    public String toString() {
        return processName.map(name -> name + " (pid " + pid + ")").orElse("pid " + pid)
                + (threadId.isPresent()
                        ? ", thread " + threadName.map(name -> name + " ").orElse("") + "#" + threadId.getAsLong()
                        : "");
    }
}
