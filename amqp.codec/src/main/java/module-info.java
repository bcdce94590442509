// SPDX-License-Identifier: MPL-2.0

/**
 * The codec: methods, field tables and basic properties of AMQP 0-9-1 to bytes and back, without I/O, threads or
 * clocks.
 *
 * <p>{@code amqp.codec} has the primitives, tables and properties, {@code amqp.codec.method} the methods. Malformed
 * input throws a {@link amqp.codec.WireException} with the reply code to close with; a mistake of the caller throws an
 * {@link IllegalArgumentException}.
 */
module amqp.codec {
    requires static org.jspecify;

    exports amqp.codec;
    exports amqp.codec.method;
}
