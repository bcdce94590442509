// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.adapter.spi.AdapterProvider;
import amqp.client.Adapters;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The adapter as an application uses it: found by its name, in front of a broker. */
class BrokerTest {
    private static final int PATIENCE_SECONDS = 30;

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void isFound() {
        List<String> names =
                Adapters.installed().stream().map(AdapterProvider::name).toList();
        assertEquals(List.of("unix-socket"), names);
        assertEquals("", Adapters.find("unix-socket").unusableReason());
    }

    @Test
    @EnabledIfSystemProperty(
            named = "amqp.port",
            matches = "[0-9]+",
            disabledReason = "-Damqp.port says where on 127.0.0.1 a broker listens")
    void messagesCross() throws Exception {
        try (Relay relay = Relay.to(Integer.getInteger("amqp.port"))) {
            ConnectionOptions options = ConnectionOptions.builder()
                    .address(relay.file().toString(), 1)
                    .adapter("unix-socket")
                    .build();
            Connection connection = await(Connection.open(options));
            try {
                publishAndConsume(await(connection.openChannel()));
            } finally {
                await(connection.close());
            }
        }
    }

    private static void publishAndConsume(Channel channel) throws Exception {
        await(channel.confirmSelect());
        String queue = await(channel.queueDeclare()).queue();
        DeliveryBuffer messages = new DeliveryBuffer(channel);
        await(channel.basicConsume(queue, messages));
        for (int i = 0; i < 100; i++) {
            byte[] body = ("message " + i).getBytes(UTF_8);
            assertEquals(
                    Verdict.ACKED,
                    await(channel.publishConfirmed("", queue, Message.of(body))));
            Delivery delivery =
                    messages.poll(Duration.ofSeconds(PATIENCE_SECONDS)).orElseThrow();
            assertEquals("message " + i, new String(delivery.body(), UTF_8));
            delivery.ack();
        }
    }
}
