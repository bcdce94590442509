// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.List;

/** A ledger, and a broker that grants everything on one channel. */
final class Declared {
    static final int CHANNEL = 3;

    final TopologyLedger ledger = new TopologyLedger();

    Declared granted(Method... requests) {
        for (Method request : requests) {
            ledger.succeeded(CHANNEL, request, reply(request));
        }
        return this;
    }

    private static Method reply(Method request) {
        if (request instanceof QueueMethod.Declare declare) {
            return new QueueMethod.DeclareOk(declare.queue(), 0, 0);
        } else if (request instanceof QueueMethod.Bind) {
            return new QueueMethod.BindOk();
        } else if (request instanceof QueueMethod.Unbind) {
            return new QueueMethod.UnbindOk();
        } else if (request instanceof QueueMethod.Delete) {
            return new QueueMethod.DeleteOk(0);
        } else if (request instanceof ExchangeMethod.Bind) {
            return new ExchangeMethod.BindOk();
        } else if (request instanceof ExchangeMethod.Unbind) {
            return new ExchangeMethod.UnbindOk();
        }
        return request instanceof ExchangeMethod.Delete
                ? new ExchangeMethod.DeleteOk()
                : new ExchangeMethod.DeclareOk();
    }

    /** The broker names the queue. */
    Declared named(String name, QueueMethod.Declare declare) {
        ledger.succeeded(CHANNEL, declare, new QueueMethod.DeclareOk(name, 0, 0));
        return this;
    }

    Method current(Method method) {
        return ledger.current(CHANNEL, method);
    }

    List<Method> methods() {
        return ledger.replay().stream().map(Entity::method).toList();
    }
}
