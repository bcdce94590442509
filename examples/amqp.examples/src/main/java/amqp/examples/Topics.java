// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes by patterns: in a binding to a topic exchange, * stands for one word and # for any number of words. */
public final class Topics {
    private static final String EVENTS = "examples.events";

    private Topics() {}

    public static void main(String[] args) {
        try (var connection = BlockingConnection.open(Arguments.of(args).uri());
                var channel = connection.openChannel()) {
            // tag::topic[]
            channel.exchangeDeclare(ExchangeMethod.Declare.of(EVENTS, "topic").autoDelete(true));
            String errors = bound(channel, "*.error");
            String billing = bound(channel, "billing.#");
            // end::topic[]

            channel.confirmSelect(); // what is confirmed has arrived in its queues
            for (String key : List.of("billing.error", "billing.invoice.sent", "shop.error", "shop.order")) {
                channel.publish(EVENTS, key, Message.of("something happened"));
            }

            List<String> allErrors = routingKeys(channel, errors);
            List<String> allBilling = routingKeys(channel, billing);
            Claim.equal(List.of("billing.error", "shop.error"), allErrors, "*.error");
            Claim.equal(List.of("billing.error", "billing.invoice.sent"), allBilling, "billing.#");
            System.out.println("*.error matched " + allErrors + ", billing.# matched " + allBilling);
        }
    }

    private static String bound(BlockingChannel channel, String pattern) {
        String queue = channel.queueDeclare().queue();
        channel.queueBind(queue, EVENTS, pattern);
        return queue;
    }

    private static List<String> routingKeys(BlockingChannel channel, String queue) {
        var get = BasicMethod.Get.of(queue).noAck(true);
        var keys = new ArrayList<String>();
        for (Optional<Delivery> next = channel.basicGet(get); next.isPresent(); next = channel.basicGet(get)) {
            keys.add(next.get().routingKey());
        }
        return keys;
    }
}
