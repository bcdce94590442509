// SPDX-License-Identifier: MPL-2.0
package example.consumer;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import amqp.client.Adapters;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One message to a queue and back: connects, publishes with a confirm, consumes, closes. The same program on the class
 * path, on the module path and in a bundle.
 */
public final class RoundTrip {
    private static final String TEXT = "there and back";

    private RoundTrip() {}

    /** @param arguments the broker's URI */
    public static void main(String[] arguments) throws Exception {
        overEach(arguments[0]).forEach(System.out::println);
    }

    /** A round trip over each adapter that is found, and a line for each. */
    public static List<String> overEach(String uri) throws Exception {
        List<String> lines = new ArrayList<>();
        for (AdapterProvider provider : Adapters.installed()) {
            var options = ConnectionOptions.builder().uri(uri).adapter(provider.name());
            lines.add(provider.name() + ": " + travel(options.build()));
        }
        return lines;
    }

    /** A round trip over an adapter that is passed by hand, for containers where none is found; it stays open. */
    public static String over(Adapter adapter, String uri) throws Exception {
        return travel(ConnectionOptions.builder().uri(uri).adapter(adapter).build());
    }

    private static String travel(ConnectionOptions options) throws Exception {
        var received = new CompletableFuture<Delivery>();
        Connection connection = await(Connection.open(options));
        var channel = await(connection.openChannel());
        await(channel.confirmSelect());
        String queue = await(channel.queueDeclare()).queue();
        await(channel.basicConsume(queue, received::complete));
        Verdict verdict = await(channel.publishConfirmed("", queue, Message.of(TEXT.getBytes(StandardCharsets.UTF_8))));
        Delivery delivery = await(received);
        delivery.ack();
        await(connection.close());
        return verdict + ", " + new String(delivery.body(), StandardCharsets.UTF_8);
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
