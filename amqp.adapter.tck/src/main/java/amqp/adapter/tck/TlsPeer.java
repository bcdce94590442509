// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;

/**
 * How a peer speaks TLS: by what the JDK has for it.
 *
 * @param context its certificate, and whom it trusts
 * @param protocol the only one it speaks
 * @param clientCertificate whether it asks for a certificate and insists on it
 */
record TlsPeer(SSLContext context, String protocol, boolean clientCertificate) {
    /** One connection's life after the handshake, which the first octet brings about. */
    interface Service {
        void serve(SSLSocket socket) throws IOException;
    }

    static TlsPeer showing(TestCertificates certificates, TestCertificates.Identity identity) {
        return new TlsPeer(certificates.context(identity), "TLSv1.3", false);
    }

    TlsPeer speaking(String other) {
        return new TlsPeer(context, other, clientCertificate);
    }

    TlsPeer asking() {
        return new TlsPeer(context, protocol, true);
    }

    Peer serving(Service service) {
        return Peer.serving(plain -> service.serve(secure(plain)));
    }

    /** Tells all octets of each connection that ends in order. */
    Peer readingAll(Consumer<byte[]> octets) {
        return Peer.serving(plain -> octets.accept(new TlsReader(plain, engine()).readAll()));
    }

    private SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {protocol});
        return engine;
    }

    private SSLSocket secure(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
        socket.setNeedClientAuth(clientCertificate);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }
}
