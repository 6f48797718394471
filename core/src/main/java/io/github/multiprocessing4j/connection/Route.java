package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.region.Transit;

/** Where what is being encoded will go. */
final class Route {
    private Route() {}

    /**
     * Refuses an end of a connection before anything has happened to it.
     *
     * @throws io.github.multiprocessing4j.failure.SerializationException if the message goes where no end can go
     */
    static void check() {
        Transit transit = Transit.current();
        if (transit != null) {
            transit.carrier();
        }
    }
}
