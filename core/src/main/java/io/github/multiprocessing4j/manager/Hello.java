package io.github.multiprocessing4j.manager;

import java.io.Serializable;

/**
 * What a client says first through a connection, after the two have proved themselves.
 *
 * @param version of this protocol
 * @param session a random number by which all connections of one process belong together
 * @param link the connection's number in its session; 0 is the one for {@link Request.Control}s, which comes first
 * @param pid the client's
 * @param process the client's name
 */
record Hello(int version, long session, long link, long pid, String process) implements Serializable {
    static final int VERSION = 1;

    static final long CONTROL = 0;
}
