// SPDX-License-Identifier: MPL-2.0

/** Remote calls by messages (RPC): a client that calls and a server that replies, on the public API of the client. */
module amqp.rpc {
    requires transitive amqp.client;
    requires transitive amqp.consumer;
    requires org.slf4j;
    requires static org.jspecify;

    exports amqp.rpc;
}
