package io.github.multiprocessing4j.function;

import java.io.Serializable;

/**
 * A {@link Runnable} that can be sent to another process: what a lambda becomes that is given to
 * {@code ProcessPoolExecutor.submit} or {@code execute}. Wherever else code is sent, {@link RemoteRunnable} is asked for, which may throw checked
 * exceptions.
 */
@FunctionalInterface
public interface SerializableRunnable extends Runnable, Serializable {}
