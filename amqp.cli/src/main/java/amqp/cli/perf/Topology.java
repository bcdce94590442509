// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import amqp.cli.perf.client.LoadChannel;
import amqp.cli.perf.client.LoadQueue;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The queues and the exchange of a run.
 *
 * @param queues names; without any, each consumer has a queue of its own, which gets all messages
 * @param exchange empty for the default exchange where queues are named, and for amq.direct where they are not
 * @param routingKey empty for the name of the queue, and for the run's where queues are not named
 * @param predeclared whether everything is there already
 * @param autoDelete whether queues go with their last consumer
 * @param arguments of queue.declare
 */
record Topology(
        List<String> queues,
        String exchange,
        String exchangeType,
        String routingKey,
        boolean predeclared,
        boolean autoDelete,
        Map<String, Object> arguments) {
    private static final String OWN_EXCHANGE = "amq.direct";
    private static final String BUILT_IN = "amq.";

    /** Declares what a producer's channel needs, and says where its messages go. */
    LoadChannel.Route producing(LoadChannel channel, int number, String run, ProducerPlan plan) {
        if (queues.isEmpty()) {
            declareExchange(channel);
            String key = routingKey.isEmpty() ? run : routingKey;
            String to = exchange.isEmpty() ? OWN_EXCHANGE : exchange;
            return new LoadChannel.Route(to, key, plan.mandatory(), plan.persistent());
        }
        String queue = declared(channel, number);
        return new LoadChannel.Route(exchange, key(queue), plan.mandatory(), plan.persistent());
    }

    /** Declares what a consumer's channel needs, and gives the name of its queue. */
    String consuming(LoadChannel channel, int number, String run) {
        if (!queues.isEmpty()) {
            return declared(channel, number);
        }
        declareExchange(channel);
        String own = run + "." + UUID.randomUUID();
        channel.declareQueue(new LoadQueue(own, true, true, arguments));
        channel.bind(own, exchange.isEmpty() ? OWN_EXCHANGE : exchange, routingKey.isEmpty() ? run : routingKey);
        return own;
    }

    private String declared(LoadChannel channel, int number) {
        String queue = queues.get(number % queues.size());
        if (!predeclared) {
            declareExchange(channel);
            channel.declareQueue(new LoadQueue(queue, false, autoDelete, arguments));
            if (!exchange.isEmpty()) {
                channel.bind(queue, exchange, key(queue));
            }
        }
        return queue;
    }

    private void declareExchange(LoadChannel channel) {
        if (!predeclared && !exchange.isEmpty() && !exchange.startsWith(BUILT_IN)) {
            channel.declareExchange(exchange, exchangeType);
        }
    }

    private String key(String queue) {
        return routingKey.isEmpty() ? queue : routingKey;
    }

    String describe() {
        String named = queues.isEmpty()
                ? "a queue for each consumer"
                : queues.size() == 1
                        ? "queue " + queues.get(0)
                        : queues.size() + " queues " + queues.get(0) + " to " + queues.get(queues.size() - 1);
        return named + (arguments.isEmpty() ? "" : " " + arguments);
    }
}
