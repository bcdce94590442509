// SPDX-License-Identifier: MPL-2.0

/** Queues as reactive streams of {@link java.util.concurrent.Flow}, on the public API of the client. */
module amqp.flow {
    requires transitive amqp.client;
    requires org.slf4j;
    requires static org.jspecify;

    exports amqp.flow;
}
