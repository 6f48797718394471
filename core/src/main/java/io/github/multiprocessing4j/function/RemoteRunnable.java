package io.github.multiprocessing4j.function;

import java.io.Serializable;

/**
 * A piece of code without a result that can be sent to another process, where it runs. A lambda or method reference becomes serializable by being given
 * this type; what it captures must be able to cross too.
 */
@FunctionalInterface
public interface RemoteRunnable extends Serializable {
    /**
     * Does the work.
     * @throws Exception if it fails
     */
    void run() throws Exception;
}
