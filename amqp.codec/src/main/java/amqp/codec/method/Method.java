// SPDX-License-Identifier: MPL-2.0
package amqp.codec.method;

import amqp.codec.WireWriter;

/**
 * A method of AMQP 0-9-1 with its arguments. The records are generated, one interface for each class of the protocol;
 * reserved arguments are left out. Text can be up to 255 octets in UTF-8, which is checked when encoding; numbers are
 * checked when a record is made: either is an {@link IllegalArgumentException} that names the argument and its range.
 * Immutable.
 *
 * <p>A record of a method that applications compose has a factory {@code of} that takes the arguments without a default,
 * and for each of the others a method of its name that gives a copy with another value:
 * {@code QueueMethod.Declare.durable("orders")}.
 */
public sealed interface Method
        permits BasicMethod, ChannelMethod, ConfirmMethod, ConnectionMethod, ExchangeMethod, QueueMethod, TxMethod {

    /**
     * Class number in the upper, method number in the lower 16 bits; each record has it as the constant {@code ID}. The
     * two numbers have no accessors of their own, as they would hide those of the close methods, which name the method
     * at fault.
     */
    int id();

    /** As the specification writes it, for example {@code queue.declare}. */
    String protocolName();

    /** Whether a content header and bodies follow. */
    default boolean hasContent() {
        return false;
    }

    /** Whether this very method is answered by the peer: false as well where its no-wait is set. */
    default boolean isSynchronous() {
        return false;
    }

    /** Whether {@code reply} is of a kind that answers this method. */
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
