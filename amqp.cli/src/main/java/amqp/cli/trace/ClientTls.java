// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.tls.TlsException;
import amqp.tls.TlsOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** TLS as the proxy offers it to clients, with a certificate of its own; or none. */
final class ClientTls {
    static final ClientTls NONE = new ClientTls(TlsOptions.NONE);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int HANDSHAKE = 22;

    private final TlsOptions options;

    private ClientTls(TlsOptions options) {
        this.options = options;
    }

    /** @throws IllegalArgumentException naming the file that is no good */
    static ClientTls of(Path chain, Path key) {
        return new ClientTls(TlsOptions.builder().clientCertificate(chain, key).build());
    }

    /** Returns when the handshake is done. */
    Side secure(Socket client) throws IOException {
        if (!options.enabled()) {
            return Side.plain(client);
        }
        client.setSoTimeout((int) PATIENCE.toMillis());
        int first = client.getInputStream().read();
        if (first != HANDSHAKE) {
            throw new SSLException(first < 0 ? "it closed before" : "it does not speak TLS; it should use amqps");
        }
        SSLSocket socket = (SSLSocket) options.sslContext()
                .getSocketFactory()
                .createSocket(client, new ByteArrayInputStream(new byte[] {HANDSHAKE}), true);
        socket.setUseClientMode(false);
        try {
            socket.startHandshake();
        } catch (SSLException failure) {
            throw TlsException.explaining(failure, "the client", false, first);
        }
        client.setSoTimeout(0);
        return new Side(socket, client);
    }
}
