// SPDX-License-Identifier: MPL-2.0
/** The adapter of the JDK's asynchronous channels, the standard library's own asynchronous layer. */
module amqp.adapter.aio {
    requires transitive amqp.adapter.spi;
    requires static org.jspecify;

    exports amqp.adapter.aio;

    provides amqp.adapter.spi.AdapterProvider with
            amqp.adapter.aio.AioAdapterProvider;
}
