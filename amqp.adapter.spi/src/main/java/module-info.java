// SPDX-License-Identifier: MPL-2.0
/**
 * What an I/O adapter implements: a transport of octets with a timer, a wake-up and TLS. Knows no AMQP.
 *
 * <p>An adapter is found with {@link java.util.ServiceLoader} by its {@link amqp.adapter.spi.AdapterProvider}. Most of
 * its work is done by {@link amqp.adapter.spi.TransportDriver}.
 */
module amqp.adapter.spi {
    requires transitive amqp.tls;

    exports amqp.adapter.spi;
}
