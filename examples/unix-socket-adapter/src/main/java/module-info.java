// SPDX-License-Identifier: MPL-2.0
/** An I/O adapter for Unix domain sockets. */
module com.example.amqp.unixsocket {
    requires transitive amqp.adapter.spi;

    exports com.example.amqp.unixsocket;

    provides amqp.adapter.spi.AdapterProvider with
            com.example.amqp.unixsocket.UnixSocketAdapterProvider;
}
