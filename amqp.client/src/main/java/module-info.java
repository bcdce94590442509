// SPDX-License-Identifier: MPL-2.0

/** The client for applications: connections and channels that any thread may use, over any I/O adapter. */
module amqp.client {
    requires transitive amqp.connection;
    requires transitive amqp.adapter.spi;
    requires transitive amqp.reconnection;
    requires org.slf4j;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports amqp.client;

    uses amqp.adapter.spi.AdapterProvider;
}
