// SPDX-License-Identifier: MPL-2.0
/** The adapter of selector loops: many connections a thread, or a loop that the application runs itself. */
module amqp.adapter.nio {
    requires transitive amqp.adapter.spi;
    requires static org.jspecify;

    exports amqp.adapter.nio;

    provides amqp.adapter.spi.AdapterProvider with
            amqp.adapter.nio.NioAdapterProvider;
}
