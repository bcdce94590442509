// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.BasicProperties;
import amqp.codec.method.BasicMethod;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryTransport;
import amqp.testkit.Await;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.WireFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A connection over the memory adapter to a friendly scripted broker. */
final class World implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(20);

    final ScriptedBroker broker = ScriptedBroker.automatic();
    final MemoryAdapter adapter = new MemoryAdapter().listen(Address.PORT, broker);
    final Connection connection;

    private World(UnaryOperator<ConnectionOptions.Builder> options) {
        this.connection = get(Connection.open(options.apply(ConnectionOptions.builder()
                        .address("memory", Address.PORT)
                        .adapter(adapter))
                .build()));
    }

    static World open() {
        return open(UnaryOperator.identity());
    }

    static World open(UnaryOperator<ConnectionOptions.Builder> options) {
        return new World(options);
    }

    /** A new channel, and what led to it forgotten. */
    Channel channel() {
        return channel(Dispatch.EXECUTOR);
    }

    Channel channel(Dispatch dispatch) {
        Channel channel = get(connection.openChannel(
                ChannelOptions.builder().dispatch(dispatch).build()));
        adapter.io(() -> broker.script().skipAll());
        return channel;
    }

    Channel confirmingChannel() {
        Channel channel = channel();
        get(channel.confirmSelect());
        adapter.io(() -> broker.script().skipAll());
        return channel;
    }

    MemoryTransport transport() {
        return adapter.transport();
    }

    /** The next method from the client. */
    WireFrame.Method expect(String method) {
        return adapter.io(() -> broker.script().expect(method));
    }

    void deliver(int channel, String consumerTag, String... bodies) {
        adapter.io(() -> {
            for (String body : bodies) {
                broker.deliver(channel, consumerTag, "", "q", Map.of(), octets(body));
            }
        });
    }

    List<String> violations() {
        return adapter.io(broker::violations);
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the stage did not complete", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the stage failed", e.getCause());
        }
    }

    /** How the stage fails. */
    static <F extends Throwable> F failure(Class<F> kind, CompletionStage<?> stage) {
        try {
            Object result = stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("the stage did not fail, but has " + result);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the stage did not complete", e);
        } catch (ExecutionException e) {
            if (!kind.isInstance(e.getCause())) {
                throw new AssertionError("another failure than expected", e.getCause());
            }
            return kind.cast(e.getCause());
        }
    }

    static void await(BooleanSupplier condition, Supplier<String> description) {
        Await.until(LONG, condition, description);
    }

    static void publish(Channel channel, String body) {
        channel.basicPublish("", "q", BasicProperties.EMPTY, octets(body));
    }

    static CompletionStage<amqp.connection.Verdict> publishConfirmed(Channel channel, String body) {
        return channel.publishConfirmed(BasicMethod.Publish.of("", "q"), BasicProperties.EMPTY, octets(body));
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Delivery delivery) {
        return new String(delivery.body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        adapter.close();
    }
}
