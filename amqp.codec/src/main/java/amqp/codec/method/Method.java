// SPDX-License-Identifier: MPL-2.0
package amqp.codec.method;

import amqp.codec.WireWriter;

/**
 * A method of AMQP 0-9-1 with its arguments. The records are generated, one interface for each class of the protocol;
 * reserved arguments are left out. Text may have up to 255 bytes in UTF-8, which is checked when it is encoded; numbers
 * are checked when a record is created. Either throws an {@link IllegalArgumentException} that names the argument and
 * its range. Immutable.
 *
 * <p>A record of a method that applications use has a factory {@code of} with the arguments that have no default, and
 * for each other argument a method of its name that returns a copy with another value:
 * {@code QueueMethod.Declare.durable("orders")}.
 */
public sealed interface Method
        permits BasicMethod, ChannelMethod, ConfirmMethod, ConnectionMethod, ExchangeMethod, QueueMethod, TxMethod {

    /**
     * Returns the class number in the upper and the method number in the lower 16 bits; each record has it as the
     * constant {@code ID}. The two numbers have no accessors, since those would hide the accessors of the close
     * methods, which name the method at fault.
     */
    int id();

    /** Returns the name in the specification, for example {@code queue.declare}. */
    String protocolName();

    /** Returns whether a content header and bodies follow. */
    default boolean hasContent() {
        return false;
    }

    /** Returns whether the peer answers this method; false also if its no-wait is set. */
    default boolean isSynchronous() {
        return false;
    }

    /** Returns whether {@code reply} is a method that answers this one. */
    default boolean answeredBy(Method reply) {
        return false;
    }

    /**
     * Writes the arguments, without the class and method numbers.
     *
     * @throws IllegalArgumentException if a text is longer than 255 octets in UTF-8
     */
    void encode(WireWriter out);
}
