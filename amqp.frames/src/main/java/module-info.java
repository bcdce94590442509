// SPDX-License-Identifier: MPL-2.0

/**
 * A stream of octets to the frames of AMQP 0-9-1, and back. No I/O, threads or clocks; {@link amqp.frames} says how it
 * is used.
 */
module amqp.frames {
    requires transitive amqp.codec;
    requires static org.jspecify;

    exports amqp.frames;
}
