// SPDX-License-Identifier: MPL-2.0

/**
 * The engine: the state of one AMQP 0-9-1 connection and its channels over one transport. It does no I/O, starts no
 * thread and reads no clock; {@link amqp.connection.ConnectionEngine} says how to drive it.
 */
module amqp.connection {
    requires transitive amqp.frames;
    requires transitive amqp.credentials;
    requires amqp.heartbeat;
    requires amqp.backpressure;
    requires static org.jspecify;

    exports amqp.connection;
}
