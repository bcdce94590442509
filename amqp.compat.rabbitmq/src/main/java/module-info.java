// SPDX-License-Identifier: MPL-2.0

/** The API of {@code com.rabbitmq.client} over this SDK, for programs that are written against it. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module amqp.compat.rabbitmq {
    requires transitive amqp.client;
    requires transitive com.rabbitmq.client;
    requires static org.jspecify;

    exports amqp.compat.rabbitmq;
}
