// SPDX-License-Identifier: MPL-2.0
/** An I/O adapter that uses the JDK's asynchronous channels. */
module amqp.adapter.aio {
    requires transitive amqp.adapter.spi;
    requires static org.jspecify;

    exports amqp.adapter.aio;

    provides amqp.adapter.spi.AdapterProvider with
            amqp.adapter.aio.AioAdapterProvider;
}
