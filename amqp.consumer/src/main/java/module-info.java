// SPDX-License-Identifier: MPL-2.0

/** Consumers that stay alive, with concurrency, retries and batches, on the public API of the client. */
module amqp.consumer {
    requires transitive amqp.client;
    requires org.slf4j;
    requires static org.jspecify;

    exports amqp.consumer;
}
