// SPDX-License-Identifier: MPL-2.0

/** Remote calls by messages: a client that calls and a server that answers, on the client's public API alone. */
module amqp.rpc {
    requires transitive amqp.client;
    requires org.slf4j;
    requires static org.jspecify;

    exports amqp.rpc;
}
