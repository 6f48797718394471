package io.github.multiprocessing4j.manager;

import java.io.Serializable;
import java.net.SocketAddress;
import java.util.Objects;

/**
 * The identity of an object in a manager's server: two proxies with equal tokens are for the same object. CPython's {@code
 * multiprocessing.managers.Token}.
 *
 * @param typeid under which its type was registered
 * @param address the server's
 * @param id what the server knows it by; no two objects ever have the same, not even after a restart at the same address
 */
public record Token(String typeid, SocketAddress address, String id) implements Serializable {
    /** Makes one. */
    public Token {
        Objects.requireNonNull(typeid, "typeid");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(id, "id");
    }
}
