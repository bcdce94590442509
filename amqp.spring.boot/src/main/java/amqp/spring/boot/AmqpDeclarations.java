// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.blocking.BlockingChannel;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * Exchanges, queues and bindings to declare, as one bean, on a connection of choice. Single ones for the default
 * connection may be beans of their own: {@link ExchangeMethod.Declare}, {@link QueueMethod.Declare},
 * {@link QueueMethod.Bind}, {@link ExchangeMethod.Bind}.
 *
 * <p>They are declared whenever the connection is opened, exchanges first and bindings last, and again when it was lost.
 *
 * @param connection name of the connection, see {@link AmqpConnections}
 * @param methods declares of exchanges and queues, and binds
 */
public record AmqpDeclarations(String connection, List<Method> methods) {
    /**
     * Makes the declarations of a connection.
     *
     * @throws IllegalArgumentException when one of the methods declares or binds nothing
     */
    public AmqpDeclarations {
        methods = methods.stream().sorted((a, b) -> rank(a) - rank(b)).toList();
    }

    /** Returns declarations on the default connection. */
    public static AmqpDeclarations of(Method... methods) {
        return new AmqpDeclarations(AmqpConnections.DEFAULT, List.of(methods));
    }

    /** Returns the same declarations on another connection. */
    public AmqpDeclarations on(String connection) {
        return new AmqpDeclarations(connection, methods);
    }

    /** Of these and of others, which are for the same connection. */
    AmqpDeclarations and(AmqpDeclarations others) {
        var all = new ArrayList<>(methods);
        all.addAll(others.methods);
        return new AmqpDeclarations(connection, all);
    }

    void declareOn(BlockingChannel channel) {
        for (var method : methods) {
            if (method instanceof ExchangeMethod.Declare declare) channel.exchangeDeclare(declare);
            if (method instanceof QueueMethod.Declare declare) channel.queueDeclare(declare);
            if (method instanceof ExchangeMethod.Bind bind) channel.exchangeBind(bind);
            if (method instanceof QueueMethod.Bind bind) channel.queueBind(bind);
        }
    }

    private static int rank(Method method) {
        if (method instanceof ExchangeMethod.Declare) return 0;
        if (method instanceof QueueMethod.Declare) return 1;
        if (method instanceof ExchangeMethod.Bind || method instanceof QueueMethod.Bind) return 2;
        throw new IllegalArgumentException(
                method.protocolName() + " is no declaration: only declares of exchanges and queues, and binds are.");
    }
}
