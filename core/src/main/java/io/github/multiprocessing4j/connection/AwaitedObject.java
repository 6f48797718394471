package io.github.multiprocessing4j.connection;

import org.jspecify.annotations.Nullable;

/** A {@link Waitable} that somebody waits for. */
final class AwaitedObject implements Awaited {
    private final Waitable waitable;

    private final Runnable wake;

    private Waitable.@Nullable Registration registration;

    /** Whether the registration is used up. */
    private volatile boolean told;

    AwaitedObject(Waitable waitable, Runnable wake) {
        this.waitable = waitable;
        this.wake = wake;
    }

    @Override
    public boolean isReady() {
        return waitable.isReady();
    }

    @Override
    public void watch() {
        if (registration == null || told) {
            close();
            told = false;
            registration = waitable.whenReady(this::tell);
        }
    }

    private void tell() {
        told = true;
        wake.run();
    }

    @Override
    public void close() {
        if (registration != null) {
            registration.close();
            registration = null;
        }
    }
}
