package io.github.multiprocessing4j.connection;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The digests with which CPython proves that it knows a key. */
enum Digest {
    MD5("md5", "HmacMD5", 16),
    SHA256("sha256", "HmacSHA256", 32),
    SHA384("sha384", "HmacSHA384", 48),
    SHA3_256("sha3_256", "HmacSHA3-256", 32),
    SHA3_384("sha3_384", "HmacSHA3-384", 48);

    /** HMAC fills keys up with zeros, so this is the same as an empty one, which the JDK does not take. */
    private static final byte[] EMPTY_KEY = {0};

    private final String pythonName;

    private final String algorithm;

    private final int length;

    Digest(String pythonName, String algorithm, int length) {
        this.pythonName = pythonName;
        this.algorithm = algorithm;
        this.length = length;
    }

    /** {@return what CPython calls it} */
    String pythonName() {
        return pythonName;
    }

    /** {@return how many bytes a MAC has} */
    int length() {
        return length;
    }

    /** {@return the digest of one of CPython's names} */
    static Digest named(String name) {
        for (Digest digest : values()) {
            if (digest.pythonName.equals(name)) {
                return digest;
            }
        }
        throw new IllegalArgumentException("there is no digest \"" + name + "\"; there are " + names());
    }

    private static String names() {
        return Arrays.stream(values()).map(Digest::pythonName).collect(Collectors.joining(", "));
    }

    /** {@return what stands in front of a message to tell its digest} */
    byte[] prefix() {
        return ("{" + pythonName + "}").getBytes(StandardCharsets.US_ASCII);
    }

    /** {@return the digest whose prefix a message has; null if it has none} */
    static @Nullable Digest prefixing(byte[] message) {
        for (Digest digest : values()) {
            if (Bytes.startWith(message, digest.prefix())) {
                return digest;
            }
        }
        return null;
    }

    /** {@return the MAC of a message} */
    byte[] mac(AuthKey key, byte[] message) {
        byte[] secret = key.toByteArray();
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.length == 0 ? EMPTY_KEY : secret, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no " + algorithm, e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
