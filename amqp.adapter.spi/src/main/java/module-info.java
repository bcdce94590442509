// SPDX-License-Identifier: MPL-2.0
/**
 * The interfaces of an I/O adapter, and parts to build one from. It knows no AMQP.
 *
 * <p>{@link amqp.adapter.spi} is the contract between adapters and the client; {@link amqp.adapter.spi.toolkit} has
 * what adapters share. {@link java.util.ServiceLoader} finds an adapter by its
 * {@link amqp.adapter.spi.AdapterProvider}.
 */
module amqp.adapter.spi {
    requires transitive amqp.tls;
    requires static org.jspecify;

    exports amqp.adapter.spi;
    exports amqp.adapter.spi.toolkit;
}
