// SPDX-License-Identifier: MPL-2.0

/**
 * Octets to methods, field tables and basic properties of AMQP 0-9-1, and back. No I/O, threads or clocks.
 *
 * <p>{@code amqp.codec} holds the primitives, tables and properties, {@code amqp.codec.method} the methods. Malformed
 * input gives a {@link amqp.codec.WireException} with the reply code to close with; misuse by the caller gives an
 * {@link IllegalArgumentException}.
 */
module amqp.codec {
    requires static org.jspecify;

    exports amqp.codec;
    exports amqp.codec.method;
}
