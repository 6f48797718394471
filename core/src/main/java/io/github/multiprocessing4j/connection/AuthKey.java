package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.wire.ProcessStart;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * A secret that two processes share and by which each knows the other. Every process has one, inherited from its creator;
 * that of the first process is random. CPython's counterpart is {@code multiprocessing.process.AuthenticationString}.
 *
 * <p>Immutable. Its bytes do not show in {@link #toString}, and keys are compared in a time that does not depend on where they
 * differ. What starts a child process may have captured a key, which crosses with it; everywhere else, as through a queue or a
 * connection, to a worker of a pool or into a file, it refuses to be serialized, so that it can't slip into a message. CPython's
 * refuses the same.
 */
public final class AuthKey implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int RANDOM_LENGTH = 32;

    private final transient byte[] bytes;

    private AuthKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * {@return a key of the given bytes, which are copied}
     *
     * @param bytes the secret; 16 bytes or more are advisable; an empty one, which CPython allows, too, protects from
     *     nobody
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

    /** What crosses to a child that is being started. */
    private record Sent(byte[] bytes) implements Serializable {
        @Serial
        private Object readResolve() {
            return new AuthKey(bytes);
        }

        @Override
        public String toString() {
            return "AuthKey[redacted]";
        }
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        if (!ProcessStart.isBeingEncoded()) {
            throw new NotSerializableException(AuthKey.class.getName()
                    + " is a secret and only goes to a child process that is being started: have what that runs"
                    + " capture it");
        }
        return new Sent(bytes);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("an AuthKey crosses in another form");
    }
}
