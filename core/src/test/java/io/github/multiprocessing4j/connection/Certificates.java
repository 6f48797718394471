package io.github.multiprocessing4j.connection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A key with its own certificate, made by the keytool of the running JDK. */
record Certificates(KeyStore store) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    /** Of this host; made once, as it takes a second. */
    static final Certificates OURS = of("localhost", "dns:localhost,ip:127.0.0.1,ip:::1");

    static Certificates of(String name, String alternatives) {
        try {
            Path folder = Files.createTempDirectory("mp4j-test-tls");
            Path file = folder.resolve("store.p12");
            try {
                return new Certificates(make(file, name, alternatives));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore make(Path file, String name, String alternatives) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + alternatives)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(said);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /** {@return a context that has this key, and trusts this certificate} */
    SSLContext trusting() {
        return trusting(this);
    }

    /** {@return a context that has this key, and trusts another certificate} */
    SSLContext trusting(Certificates other) {
        return context(this, other);
    }

    /** {@return a context that has no key, and trusts this certificate} */
    SSLContext onlyTrusted() {
        return context(null, this);
    }

    private static SSLContext context(@Nullable Certificates own, Certificates trusted) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own == null ? null : own.store, own == null ? null : PASSWORD);
            KeyStore certificates = KeyStore.getInstance("PKCS12");
            certificates.load(null, null);
            certificates.setCertificateEntry("trusted", trusted.store.getCertificate("key"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(certificates);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
