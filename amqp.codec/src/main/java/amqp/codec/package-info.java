// SPDX-License-Identifier: MPL-2.0

/**
 * The values that AMQP 0-9-1 carries, and their bytes: messages, properties, field tables, primitives.
 *
 * <p>An application meets {@link amqp.codec.Message} (properties and body), {@link amqp.codec.BasicProperties}, {@link
 * amqp.codec.FieldTable} with its {@link amqp.codec.FieldValue}s, and {@link amqp.codec.ReplyCode}. {@link
 * amqp.codec.WireReader} and {@link amqp.codec.WireWriter} are for the layers above, which read and write methods and
 * frames with them. {@link amqp.codec.AmqpException} is here because everything else stands on this package: it is the
 * root of the exceptions of all modules.
 *
 * <h2>Bytes first</h2>
 *
 * Properties and tables are kept as the bytes that they have on the wire. One that was received is copied as a whole and
 * looked at only when an entry is asked for; one that is sent again is copied as a whole. So a header that nobody reads
 * costs a copy, malformed bytes harm nobody who does not ask for them, and what a broker or another client wrote passes
 * through unchanged. It follows that two tables are equal when their bytes are: the same entries in another order make
 * another table.
 *
 * <h2>Text</h2>
 *
 * Text on the wire is UTF-8. Bytes that are not become lone surrogates, 0x80 as U+DC80 up to 0xFF as U+DCFF, and lone
 * surrogates of this range are written as these bytes. So every name that a peer sent goes back as the bytes that came.
 * The body of a message is the application's affair: {@link amqp.codec.Message#text} replaces what is malformed.
 *
 * <h2>Values</h2>
 *
 * Every value is immutable and thread-safe. A {@code Message} does not copy the array that it is made of, which therefore
 * must not be changed while the message is in use; everything else copies the arrays that it is given. {@link
 * amqp.codec.FieldValue#of} says which Java type becomes which type of a table's entries.
 *
 * <h2>Errors</h2>
 *
 * Bytes of the peer that are malformed give a {@link amqp.codec.WireException} with the reply code to close with. No length
 * that a peer announces takes memory before the bytes are there, and nesting is bounded by {@link
 * amqp.codec.FieldTable#MAX_DEPTH}. A value of the caller that cannot be sent gives an {@link IllegalArgumentException} that
 * names it and its range.
 *
 * <h2>Threads</h2>
 *
 * Readers, writers and builders belong to one thread at a time. Nothing here does I/O or reads a clock.
 */
@NullMarked
package amqp.codec;

import org.jspecify.annotations.NullMarked;
