package io.github.multiprocessing4j.manager;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;

/**
 * A proxy in a message.
 *
 * @param server the number of its server, which no other has
 * @param access how the server is reached
 * @param description of its object
 * @param ticket by which the message holds the object; 0 if its sender does otherwise
 */
record ProxyForm(long server, Access access, Description description, long ticket) implements Serializable {
    @Serial
    private Object readResolve() throws InvalidObjectException {
        try {
            Server here = Server.here(server);
            return here != null ? here.arrived(description.id(), ticket) : arrived(RemoteServer.of(server, access));
        } catch (RuntimeException e) {
            InvalidObjectException failure = new InvalidObjectException("a proxy of a " + description.typeid() + " at "
                    + access.address() + " is of no use here: " + e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    private Object arrived(RemoteServer there) {
        try {
            return there.arrived(description, ticket);
        } finally {
            there.leave(); // the proxy uses it now
        }
    }
}
