package io.github.multiprocessing4j.connection;

import javax.net.ssl.SSLContext;

/** TLS for the tests of other packages. */
public final class TlsContexts {
    private TlsContexts() {}

    /** {@return one that has a certificate of this host} */
    public static SSLContext ofServer() {
        return Certificates.OURS.trusting();
    }

    /** {@return one that trusts that certificate} */
    public static SSLContext ofClient() {
        return Certificates.OURS.onlyTrusted();
    }
}
