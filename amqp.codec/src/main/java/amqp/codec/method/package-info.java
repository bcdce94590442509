// SPDX-License-Identifier: MPL-2.0

/**
 * The methods of AMQP 0-9-1 and of RabbitMQ's extensions, one immutable record each.
 *
 * <p>There is one interface for each class of the protocol, such as {@link amqp.codec.method.QueueMethod}, and in it one
 * record for each method, such as {@link amqp.codec.method.QueueMethod.Declare}. All of them are a {@link
 * amqp.codec.method.Method}, which is sealed.
 *
 * <pre>{@code
 * QueueMethod.Declare.durable("orders")
 * BasicMethod.Consume.of("orders").noAck(true)
 * }</pre>
 *
 * <p>A method that an application composes has a factory {@code of} with the arguments that have no default, and for each of
 * the others a method of its name that gives a copy with another value. Arguments that the specification reserves are left
 * out: they are skipped when reading and zero when writing.
 *
 * <h2>Where they come from</h2>
 *
 * The records are generated from a definition file by the module {@code amqp.codec.generator} and are checked in; a test
 * proves that they are what the generator gives. To change one, change the definition. The definition also says which
 * methods have a reply ({@link amqp.codec.method.Method#isSynchronous}, {@link amqp.codec.method.Method#answeredBy}) and
 * which carry content, so no layer above has a list of its own.
 *
 * <h2>Reading and writing</h2>
 *
 * {@link amqp.codec.method.Methods#decode} makes a record of the arguments that a reader stands at, and {@link
 * amqp.codec.method.Method#encode} writes them. What a method frame has around its arguments is written in the module
 * {@code amqp.frames}. Numbers are checked when a record is made, the length of texts when it is encoded; an argument out
 * of its range is an {@link IllegalArgumentException} that names it. Records with a secret do not show it in {@code
 * toString}.
 */
@NullMarked
package amqp.codec.method;

import org.jspecify.annotations.NullMarked;
