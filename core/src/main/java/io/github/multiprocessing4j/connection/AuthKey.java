package io.github.multiprocessing4j.connection;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A secret that two processes share and by which each knows the other. Every process has one, inherited from its creator;
 * that of the first process is random. CPython's counterpart is {@code multiprocessing.process.AuthenticationString}.
 *
 * <p>Immutable. It is not serializable, so that it can't slip into a message, and does not show in {@link #toString}.
 * Keys are compared in a time that does not depend on where they differ.
 */
public final class AuthKey {
    private static final int RANDOM_LENGTH = 32;

    private final byte[] bytes;

    private AuthKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * {@return a key of the given bytes, which are copied}
     *
     * @param bytes the secret; 16 bytes or more are advisable, and an empty one protects from nobody
     */
    public static AuthKey of(byte[] bytes) {
        return new AuthKey(bytes.clone());
    }

    /** {@return a new random key of 32 bytes} */
    public static AuthKey random() {
        byte[] bytes = new byte[RANDOM_LENGTH];
        new SecureRandom().nextBytes(bytes);
        return new AuthKey(bytes);
    }

    /** {@return a copy of the secret} */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuthKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** {@return the same for every key: a hash would tell of the secret} */
    @Override
    public int hashCode() {
        return AuthKey.class.hashCode();
    }

    @Override
    public String toString() {
        return "AuthKey[redacted]";
    }
}
