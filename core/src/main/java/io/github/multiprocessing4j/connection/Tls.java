package io.github.multiprocessing4j.connection;

import io.github.multiprocessing4j.failure.AuthenticationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * How the connections of a listener or a client are encrypted.
 *
 * @param context has the keys, and knows whom to trust
 * @param settings changes the parameters of each connection
 */
record Tls(SSLContext context, Consumer<? super SSLParameters> settings) {
    /** Fails if the context was not initialized, or the settings can't be used. */
    Tls {
        SSLEngine engine = Objects.requireNonNull(context, "context").createSSLEngine();
        SSLParameters parameters = engine.getSSLParameters();
        Objects.requireNonNull(settings, "settings").accept(parameters);
        engine.setSSLParameters(parameters);
    }

    /** Agrees with somebody who has come. */
    void asListener(SocketStream stream) throws IOException {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        agree(stream, engine, engine.getSSLParameters());
    }

    /** Agrees with a listener, whose certificate has to be for the host of the address. */
    void asClient(SocketStream stream, SocketAddress address) throws IOException {
        boolean named = address instanceof InetSocketAddress;
        SSLEngine engine = address instanceof InetSocketAddress host
                ? context.createSSLEngine(host.getHostString(), host.getPort())
                : context.createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (named) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        agree(stream, engine, parameters);
    }

    private void agree(SocketStream stream, SSLEngine engine, SSLParameters parameters) throws IOException {
        settings.accept(parameters);
        engine.setSSLParameters(parameters);
        stream.secure(engine);
    }

    /** {@return what is thrown if a peer did not get as far as data} */
    static AuthenticationException told(SSLException reason) {
        String what = isAboutCertificate(reason)
                ? "the peer's certificate is not accepted"
                : String.valueOf(reason.getMessage()).contains("fatal alert")
                        ? "the peer refused TLS with this process"
                        : "no TLS could be agreed on with the peer; perhaps it does not speak TLS";
        AuthenticationException told = new AuthenticationException(what + ": " + reason.getMessage());
        told.initCause(reason);
        return told;
    }

    private static boolean isAboutCertificate(Throwable reason) {
        for (Throwable e = reason; e != null; e = e.getCause()) {
            if (e instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }
}
