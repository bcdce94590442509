// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.Method;
import amqp.codec.method.TxMethod;
import java.util.ArrayList;
import java.util.List;

/** What one channel was set to, to be set again after a recovery. On the I/O thread. */
final class ChannelModes {
    /** The bound for all consumers of the channel together, RabbitMQ's meaning of "global"; null for none. */
    private BasicMethod.Qos ofChannel;

    /** The bound for each consumer that is made from now on; null for none. */
    private BasicMethod.Qos ofConsumers;

    private final List<Method> selected = new ArrayList<>(1);

    /** The broker has done it. */
    void succeeded(Method method) {
        if (method instanceof BasicMethod.Qos qos) {
            if (qos.global()) {
                ofChannel = qos;
            } else {
                ofConsumers = qos;
            }
        } else if (method instanceof ConfirmMethod.Select && selected.isEmpty()) {
            selected.add(new ConfirmMethod.Select(false));
        } else if (method instanceof TxMethod.Select && selected.isEmpty()) {
            selected.add(method);
        }
    }

    /** What a consumer that is made now is bound by; null for nothing. */
    BasicMethod.Qos ofConsumers() {
        return ofConsumers;
    }

    /** What is to be given before any consumer. */
    List<Method> first() {
        List<Method> first = new ArrayList<>(selected);
        if (ofChannel != null) {
            first.add(ofChannel);
        }
        return first;
    }
}
