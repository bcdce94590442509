// SPDX-License-Identifier: MPL-2.0

/**
 * The values of AMQP 0-9-1 and their encoding: messages, properties, field tables, primitives.
 *
 * <p>Applications use {@link amqp.codec.Message} (properties and body), {@link amqp.codec.BasicProperties},
 * {@link amqp.codec.FieldTable} with its {@link amqp.codec.FieldValue}s, and {@link amqp.codec.ReplyCode}.
 * {@link amqp.codec.WireReader} and {@link amqp.codec.WireWriter} are for the modules that read and write methods and
 * frames. {@link amqp.codec.AmqpException}, the superclass of the exceptions of all modules, is here because all other
 * modules of the protocol depend on this package.
 *
 * <h2>Encoded bytes</h2>
 *
 * Properties and tables are kept as encoded bytes. Received ones are copied as a whole and decoded only when an entry
 * is read; when they are sent again, they are copied as a whole. So a header that nobody reads costs one copy,
 * malformed bytes cause no error unless they are read, and what a broker or another client wrote passes unchanged. It
 * follows that two tables are equal when their bytes are: the same entries in another order make a different table.
 *
 * <h2>Text</h2>
 *
 * Encoded text is UTF-8. Malformed bytes become lone surrogates, 0x80 as U+DC80 up to 0xFF as U+DCFF, and lone
 * surrogates of this range are encoded as these bytes. So a name from a peer can be sent back with the same bytes. The
 * body of a message is not interpreted; {@link amqp.codec.Message#text} replaces malformed bytes.
 *
 * <h2>Values</h2>
 *
 * Every value is immutable and thread-safe. A {@code Message} does not copy its array, so do not change the array while
 * the message is in use; everything else copies arrays. {@link amqp.codec.FieldValue#of} says which Java type becomes
 * which type of a table's entries.
 *
 * <h2>Errors</h2>
 *
 * Malformed bytes of the peer throw a {@link amqp.codec.WireException} with the reply code to close with. An announced
 * length takes no memory before the bytes have arrived, and {@link amqp.codec.FieldTable#MAX_DEPTH} limits nesting. A
 * value of the caller that cannot be sent throws an {@link IllegalArgumentException} that names it and its range.
 *
 * <h2>Threads</h2>
 *
 * Readers, writers and builders belong to one thread at a time. Nothing here does I/O or reads a clock.
 */
@NullMarked
package amqp.codec;

import org.jspecify.annotations.NullMarked;
