// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import amqp.compat.rabbitmq.SdkConnectionFactory;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One program for com.rabbitmq:amqp-client, first on amqp-client itself and then, by another factory, on this SDK. */
public final class AmqpClientApi {
    private AmqpClientApi() {}

    public static void main(String[] args) throws Exception {
        String uri = Arguments.of(args).uri();
        String there = roundTrip(new ConnectionFactory(), uri);
        String here = roundTrip(new SdkConnectionFactory(), uri);
        Claim.equal(there, here, "the same program over both");
        System.out.println("the same program received \"" + here + "\" over amqp-client and over this SDK");
    }

    /** Knows nothing but amqp-client's API. */
    private static String roundTrip(ConnectionFactory factory, String uri) throws Exception {
        factory.setUri(uri);
        try (var connection = factory.newConnection("examples");
                var channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            channel.basicPublish("", queue, MessageProperties.TEXT_PLAIN, "hello".getBytes(UTF_8));
            channel.waitForConfirmsOrDie(10_000);
            var received = new CompletableFuture<String>();
            channel.basicConsume(
                    queue,
                    true,
                    (tag, delivery) -> received.complete(new String(delivery.getBody(), UTF_8)),
                    tag -> {});
            return received.get(10, TimeUnit.SECONDS);
        }
    }
}
