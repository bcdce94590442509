// SPDX-License-Identifier: MPL-2.0

/** An I/O adapter that uses plain blocking sockets, with a reader thread and a writer thread for each connection. */
module amqp.adapter.blocking {
    requires transitive amqp.adapter.spi;
    requires static org.jspecify;

    exports amqp.adapter.blocking;

    provides amqp.adapter.spi.AdapterProvider with
            amqp.adapter.blocking.BlockingAdapterProvider;
}
