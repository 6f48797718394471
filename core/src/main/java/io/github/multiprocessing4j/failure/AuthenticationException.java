package io.github.multiprocessing4j.failure;

import java.io.IOException;
import java.io.Serial;

/**
 * The peer of a connection did not prove that it knows the key, or did not accept this process's proof; or the two could not agree on
 * TLS, as when a certificate is not trusted. CPython's counterpart is
 * {@code multiprocessing.AuthenticationError}.
 */
public final class AuthenticationException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Says what was wrong, never with which key.
     *
     * @param message what was wrong
     */
    public AuthenticationException(String message) {
        super(message);
    }
}
