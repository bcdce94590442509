// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;

/** The argument {@code queue} of the methods that applications send; those of bindings are with {@link Binding}. */
final class QueueArgument {
    private QueueArgument() {}

    static boolean isIn(Method method) {
        return method instanceof QueueMethod
                || method instanceof BasicMethod.Consume
                || method instanceof BasicMethod.Get;
    }

    /** Empty for a method without one. */
    static String of(Method method) {
        if (method instanceof QueueMethod.Purge purge) {
            return purge.queue();
        } else if (method instanceof QueueMethod.Delete delete) {
            return delete.queue();
        } else if (method instanceof BasicMethod.Consume consume) {
            return consume.queue();
        }
        return method instanceof BasicMethod.Get get ? get.queue() : "";
    }

    /** A copy with another queue; the method itself where it has none. */
    static Method with(Method method, String queue) {
        if (method instanceof QueueMethod.Purge purge) {
            return new QueueMethod.Purge(queue, purge.noWait());
        } else if (method instanceof QueueMethod.Delete delete) {
            return new QueueMethod.Delete(queue, delete.ifUnused(), delete.ifEmpty(), delete.noWait());
        } else if (method instanceof BasicMethod.Consume consume) {
            return consume(consume, queue);
        }
        return method instanceof BasicMethod.Get get ? new BasicMethod.Get(queue, get.noAck()) : method;
    }

    static QueueMethod.Declare declare(QueueMethod.Declare declare, String queue) {
        return new QueueMethod.Declare(
                queue,
                declare.passive(),
                declare.durable(),
                declare.exclusive(),
                declare.autoDelete(),
                declare.noWait(),
                declare.arguments());
    }

    private static BasicMethod.Consume consume(BasicMethod.Consume consume, String queue) {
        return new BasicMethod.Consume(
                queue,
                consume.consumerTag(),
                consume.noLocal(),
                consume.noAck(),
                consume.exclusive(),
                consume.noWait(),
                consume.arguments());
    }
}
