// SPDX-License-Identifier: MPL-2.0

/** The API of {@code com.rabbitmq.client} on top of this SDK, for programs that are written for it. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module amqp.compat.rabbitmq {
    requires transitive amqp.client;
    requires transitive com.rabbitmq.client;
    requires static org.jspecify;

    exports amqp.compat.rabbitmq;
}
