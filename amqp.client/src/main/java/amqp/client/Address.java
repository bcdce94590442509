// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.settings.HostPort;

/**
 * Where a broker listens.
 *
 * @param host name or IP address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    /** AMQP's registered port. */
    public static final int PORT = HostPort.AMQP;

    /** AMQP's registered port for TLS. */
    public static final int TLS_PORT = HostPort.AMQPS;

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException when the host is empty or the port out of its range
     */
    public Address {
        HostPort.check(host, port);
    }

    @Override
    public String toString() {
        return new HostPort(host, port).toString();
    }
}
