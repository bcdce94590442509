// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.settings.HostPort;

/**
 * The address of a broker.
 *
 * @param host name or IP address; an IPv6 address without brackets
 * @param port 1 to 65535
 */
public record Address(String host, int port) {
    /** The registered port of AMQP, 5672. */
    public static final int PORT = HostPort.AMQP;

    /** The registered port of AMQP with TLS, 5671. */
    public static final int TLS_PORT = HostPort.AMQPS;

    /**
     * Checks host and port.
     *
     * @param host name or IP address; an IPv6 address without brackets
     * @param port 1 to 65535
     * @throws IllegalArgumentException when the host is empty or the port out of range
     */
    public Address {
        HostPort.check(host, port);
    }

    @Override
    public String toString() {
        return new HostPort(host, port).toString();
    }
}
