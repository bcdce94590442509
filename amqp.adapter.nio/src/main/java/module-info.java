// SPDX-License-Identifier: MPL-2.0
/**
 * An I/O adapter that uses selector loops: many connections on one thread, or a loop that the application runs itself.
 */
module amqp.adapter.nio {
    requires transitive amqp.adapter.spi;
    requires static org.jspecify;

    exports amqp.adapter.nio;

    provides amqp.adapter.spi.AdapterProvider with
            amqp.adapter.nio.NioAdapterProvider;
}
