// SPDX-License-Identifier: MPL-2.0

/**
 * The methods of AMQP 0-9-1 and of RabbitMQ's extensions, as immutable records.
 *
 * <p>There is one interface for each class of the protocol, such as {@link amqp.codec.method.QueueMethod}, with one
 * record for each method, such as {@link amqp.codec.method.QueueMethod.Declare}. All of them are a
 * {@link amqp.codec.method.Method}, which is sealed.
 *
 * <pre>{@code
 * QueueMethod.Declare.durable("orders")
 * BasicMethod.Consume.of("orders").noAck(true)
 * }</pre>
 *
 * <p>A method that applications use has a factory {@code of} with the arguments that have no default, and for each
 * other argument a method of its name that returns a copy with another value. Arguments that the specification reserves
 * are left out: they are skipped when reading and zero when writing.
 *
 * <h2>Generated code</h2>
 *
 * The module {@code amqp.codec.generator} generates the records from a definition file. They are checked in, and a test
 * proves that they are what the generator makes. To change one, change the definition. The definition also says which
 * methods have a reply ({@link amqp.codec.method.Method#isSynchronous}, {@link amqp.codec.method.Method#answeredBy})
 * and which have content, so no other module has such a list.
 *
 * <h2>Reading and writing</h2>
 *
 * {@link amqp.codec.method.Methods#decode} makes a record from the arguments at a reader's position, and
 * {@link amqp.codec.method.Method#encode} writes them. The module {@code amqp.frames} writes the rest of a method
 * frame. Numbers are checked when a record is made, the length of texts when it is encoded; an argument out of range
 * throws an {@link IllegalArgumentException} that names it. Records with a secret do not show it in {@code toString}.
 */
@NullMarked
package amqp.codec.method;

import org.jspecify.annotations.NullMarked;
