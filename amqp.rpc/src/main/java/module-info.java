// SPDX-License-Identifier: MPL-2.0

/** Remote calls by messages: a client that calls and a server that answers, on the client's public API. */
module amqp.rpc {
    requires transitive amqp.client;
    requires transitive amqp.consumer;
    requires org.slf4j;
    requires static org.jspecify;

    exports amqp.rpc;
}
