// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.FieldTable;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;

/** What tells one binding from another. Two bindings of equal fields are one to the broker as well. */
record Binding(boolean ofQueue, String destination, String source, String routingKey, FieldTable arguments) {

    static Binding of(ExchangeMethod.Bind bind) {
        return new Binding(false, bind.destination(), bind.source(), bind.routingKey(), bind.arguments());
    }

    static Binding of(ExchangeMethod.Unbind unbind) {
        return new Binding(false, unbind.destination(), unbind.source(), unbind.routingKey(), unbind.arguments());
    }

    static Binding of(QueueMethod.Bind bind) {
        return new Binding(true, bind.queue(), bind.exchange(), bind.routingKey(), bind.arguments());
    }

    static Binding of(QueueMethod.Unbind unbind) {
        return new Binding(true, unbind.queue(), unbind.exchange(), unbind.routingKey(), unbind.arguments());
    }

    Binding routingKey(String routingKey) {
        return new Binding(ofQueue, destination, source, routingKey, arguments);
    }

    Binding destination(String destination) {
        return new Binding(ofQueue, destination, source, routingKey, arguments);
    }

    boolean isOf(boolean queue, String name) {
        return ofQueue == queue && destination.equals(name);
    }

    Method bind() {
        return ofQueue ? queueBind(false) : new ExchangeMethod.Bind(destination, source, routingKey, false, arguments);
    }

    QueueMethod.Bind queueBind(boolean noWait) {
        return new QueueMethod.Bind(destination, source, routingKey, noWait, arguments);
    }

    QueueMethod.Unbind queueUnbind() {
        return new QueueMethod.Unbind(destination, source, routingKey, arguments);
    }
}
