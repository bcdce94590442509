// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/**
 * Where a broker listens.
 *
 * @param host name or IP address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    /** AMQP's registered port. */
    public static final int PORT = 5672;

    /** AMQP's registered port for TLS. */
    public static final int TLS_PORT = 5671;

    public Address {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is missing in an address");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
