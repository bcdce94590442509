// SPDX-License-Identifier: MPL-2.0

/** A broker in the JVM of the tests, which the real client uses without a socket. */
module amqp.test {
    requires transitive amqp.client;
    requires static org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports amqp.test;

    provides amqp.adapter.spi.AdapterProvider with
            amqp.test.memory.MemoryAdapterProvider;
}
