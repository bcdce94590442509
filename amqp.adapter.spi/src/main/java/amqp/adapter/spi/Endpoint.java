// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import amqp.tls.TlsOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The address to connect to, with the options of the socket and of TLS. Immutable; change it with {@link #toBuilder}.
 */
public final class Endpoint {
    private final String host;
    private final int port;
    private final Duration connectTimeout;
    private final SocketOptions socket;
    private final TlsOptions tls;

    private Endpoint(Builder builder) {
        host = builder.host;
        port = builder.port;
        connectTimeout = builder.connectTimeout;
        socket = builder.socket;
        tls = builder.tls;
    }

    /** Returns an endpoint with plain TCP, 30 s to connect and default socket options; see {@link #builder}. */
    public static Endpoint of(String host, int port) {
        return builder(host, port).build();
    }

    /**
     * Returns a builder that starts with plain TCP, 30 s to connect and default socket options.
     *
     * @param host a host name, or an IP address in text (IPv6 without brackets); TLS verifies the peer against it
     * @param port 1 to 65535
     * @throws IllegalArgumentException when the host is blank or the port out of range
     */
    public static Builder builder(String host, int port) {
        return new Builder(host, port);
    }

    /** Returns a builder that starts with this endpoint. */
    public Builder toBuilder() {
        return builder(host, port).connectTimeout(connectTimeout).socket(socket).tls(tls);
    }

    /** Returns the host name or IP address to connect to. */
    public String host() {
        return host;
    }

    /** Returns the port, 1 to 65535. */
    public int port() {
        return port;
    }

    /**
     * Returns the timeout for everything until {@link TransportHandler#connected}: name look-up, TCP, TLS; more than
     * zero.
     */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** Returns the options of the socket. */
    public SocketOptions socket() {
        return socket;
    }

    /** Returns the options of TLS; {@link TlsOptions#NONE} for plain TCP. */
    public TlsOptions tls() {
        return tls;
    }

    /** Returns host and port as "host:port", an IPv6 address in brackets; for messages. */
    public String address() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Returns whether the host is an IP address in text, so that {@link #resolve} does not ask the name service. */
    public boolean isAddressLiteral() {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }

    /**
     * Returns all addresses of the host, in the order in which to try them. Waits for the name service: never call it
     * on a thread that serves other connections.
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

    @Override
    public String toString() {
        return address() + " (" + tls + ", " + socket + ", connect timeout " + connectTimeout + ")";
    }

    /** Builds an {@link Endpoint}. For one thread at a time. */
    public static final class Builder {
        private final String host;
        private final int port;
        private Duration connectTimeout = Duration.ofSeconds(30);
        private SocketOptions socket = SocketOptions.DEFAULT;
        private TlsOptions tls = TlsOptions.NONE;

        private Builder(String host, int port) {
            if (host.isBlank()) {
                throw new IllegalArgumentException("The host is blank; name the host of the broker");
            }
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("Port " + port + " is outside 1 to 65535");
            }
            this.host = host;
            this.port = port;
        }

        /**
         * Sets the timeout for everything until {@link TransportHandler#connected}: name look-up, TCP, TLS.
         *
         * @throws IllegalArgumentException when it is not more than zero
         */
        public Builder connectTimeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("The connect timeout must be more than zero, not " + timeout);
            }
            connectTimeout = timeout;
            return this;
        }

        /** Sets the options of the socket. */
        public Builder socket(SocketOptions options) {
            socket = Objects.requireNonNull(options, "socket");
            return this;
        }

        /** Sets the options of TLS; {@link TlsOptions#NONE} for plain TCP. */
        public Builder tls(TlsOptions options) {
            tls = Objects.requireNonNull(options, "tls");
            return this;
        }

        /** Returns the endpoint. */
        public Endpoint build() {
            return new Endpoint(this);
        }
    }
}
