// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import com.rabbitmq.client.impl.recovery.RecordedBinding;
import com.rabbitmq.client.impl.recovery.RecordedConsumer;
import com.rabbitmq.client.impl.recovery.RecordedExchange;
import com.rabbitmq.client.impl.recovery.RecordedExchangeBinding;
import com.rabbitmq.client.impl.recovery.RecordedQueue;
import com.rabbitmq.client.impl.recovery.RecordedQueueBinding;
import com.rabbitmq.client.impl.recovery.TopologyRecoveryFilter;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What comes back after a loss, as amqp-client's settings say it. Its records serve as values only: they have no channel. */
final class TopologyFilter implements Predicate<Method> {
    private final boolean topology;
    private final @Nullable TopologyRecoveryFilter filter;

    /**
     * @param topology whether exchanges, queues, bindings and consumers come back at all
     * @param filter null for all of them
     */
    TopologyFilter(boolean topology, @Nullable TopologyRecoveryFilter filter) {
        this.topology = topology;
        this.filter = filter;
    }

    @Override
    public boolean test(Method method) {
        boolean entity = method instanceof QueueMethod
                || method instanceof ExchangeMethod
                || method instanceof BasicMethod.Consume;
        if (!entity) {
            return true;
        }
        return topology && (filter == null || passes(method, filter));
    }

    private static boolean passes(Method method, TopologyRecoveryFilter filter) {
        if (method instanceof QueueMethod.Declare declare) {
            return filter.filterQueue(new RecordedQueue(null, declare.queue())
                    .durable(declare.durable())
                    .exclusive(declare.exclusive())
                    .autoDelete(declare.autoDelete())
                    .arguments(Tables.toRabbit(declare.arguments())));
        } else if (method instanceof ExchangeMethod.Declare declare) {
            return filter.filterExchange(new RecordedExchange(null, declare.exchange())
                    .type(declare.type())
                    .durable(declare.durable())
                    .autoDelete(declare.autoDelete())
                    .arguments(Tables.toRabbit(declare.arguments())));
        } else if (method instanceof QueueMethod.Bind bind) {
            RecordedBinding binding = new RecordedQueueBinding(null).destination(bind.queue());
            return filter.filterBinding(binding.source(bind.exchange())
                    .routingKey(bind.routingKey())
                    .arguments(Tables.toRabbit(bind.arguments())));
        } else if (method instanceof ExchangeMethod.Bind bind) {
            RecordedBinding binding = new RecordedExchangeBinding(null).destination(bind.destination());
            return filter.filterBinding(binding.source(bind.source())
                    .routingKey(bind.routingKey())
                    .arguments(Tables.toRabbit(bind.arguments())));
        } else if (method instanceof BasicMethod.Consume consume) {
            return filter.filterConsumer(new RecordedConsumer(null, consume.queue())
                    .consumerTag(consume.consumerTag())
                    .autoAck(consume.noAck())
                    .exclusive(consume.exclusive())
                    .arguments(Tables.toRabbit(consume.arguments())));
        }
        return true;
    }
}
