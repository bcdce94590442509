// SPDX-License-Identifier: MPL-2.0
/**
 * What an I/O adapter implements, and parts to build one from. Knows no AMQP.
 *
 * <p>{@link amqp.adapter.spi} is the contract between adapters and the client, {@link amqp.adapter.spi.toolkit} what
 * adapters share. An adapter is found with {@link java.util.ServiceLoader} by its {@link amqp.adapter.spi.AdapterProvider}.
 */
module amqp.adapter.spi {
    requires transitive amqp.tls;
    requires static org.jspecify;

    exports amqp.adapter.spi;
    exports amqp.adapter.spi.toolkit;
}
