// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import amqp.tls.TlsOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Where to connect, and how.
 *
 * @param host a host name, or an IP address in text (IPv6 without brackets); TLS verifies the peer against it
 * @param port 1 to 65535
 * @param connectTimeout for everything until {@link TransportHandler#connected}: name look-up, TCP, TLS; more than zero
 * @param socket options of the socket
 * @param tls {@link TlsOptions#NONE} for plain TCP
 */
public record Endpoint(String host, int port, Duration connectTimeout, SocketOptions socket, TlsOptions tls) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when the host is blank, the port out of range or the timeout not positive
     */
    public Endpoint {
        Objects.requireNonNull(socket, "socket");
        Objects.requireNonNull(tls, "tls");
        if (host.isBlank()) {
            throw new IllegalArgumentException("The host is blank; name the host of the broker");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("Port " + port + " is outside 1 to 65535");
        }
        if (connectTimeout.isNegative() || connectTimeout.isZero()) {
            throw new IllegalArgumentException("The connect timeout must be more than zero, not " + connectTimeout);
        }
    }

    /** Plain TCP, 30 s to connect, default socket options. */
    public static Endpoint of(String host, int port) {
        return new Endpoint(host, port, CONNECT_TIMEOUT, SocketOptions.DEFAULTS, TlsOptions.NONE);
    }

    /** This endpoint with another connect timeout. */
    public Endpoint withConnectTimeout(Duration timeout) {
        return new Endpoint(host, port, timeout, socket, tls);
    }

    /** This endpoint with other socket options. */
    public Endpoint withSocket(SocketOptions options) {
        return new Endpoint(host, port, connectTimeout, options, tls);
    }

    /** This endpoint with other TLS options. */
    public Endpoint withTls(TlsOptions options) {
        return new Endpoint(host, port, connectTimeout, socket, options);
    }

    /** Host and port as "host:port", an IPv6 address in brackets; for messages. */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Whether the host is an IP address in text, so that {@link #resolve} doesn't ask the name service. */
    public boolean isAddressLiteral() {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    /**
     * All addresses of the host, to be tried in this order. Waits for the name service: never call it on a thread that
     * serves other connections.
     *
     * @throws TransportException when the name service knows no address
     */
    public List<InetAddress> resolve() throws TransportException {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            throw TransportException.connectFailed(this, unknown);
        }
    }
}
