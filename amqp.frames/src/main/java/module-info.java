// SPDX-License-Identifier: MPL-2.0

/**
 * The frames of AMQP 0-9-1 to bytes and back, without I/O, threads or clocks; {@link amqp.frames} says how to use it.
 */
module amqp.frames {
    requires transitive amqp.codec;
    requires static org.jspecify;

    exports amqp.frames;
}
