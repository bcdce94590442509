// SPDX-License-Identifier: MPL-2.0
package amqp.memory;

import amqp.client.Address;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.client.RecoveryOptions;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
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
public final class MemoryConnection implements AutoCloseable {
    public static final Duration LONG = Duration.ofSeconds(20);

    public final ScriptedBroker broker = ScriptedBroker.automatic();
    public final MemoryAdapter adapter = new MemoryAdapter().listen(Address.PORT, broker);
    public final Connection connection;

    private MemoryConnection(UnaryOperator<ConnectionOptions.Builder> options) {
        this.connection = get(Connection.open(options.apply(ConnectionOptions.builder()
                        .address("memory", Address.PORT)
                        .recovery(RecoveryOptions.NONE)
                        .adapter(adapter))
                .build()));
    }

    public static MemoryConnection open() {
        return open(UnaryOperator.identity());
    }

    public static MemoryConnection open(UnaryOperator<ConnectionOptions.Builder> options) {
        return new MemoryConnection(options);
    }

    /** A new channel, and what led to it forgotten. */
    public Channel channel() {
        return channel(Dispatch.EXECUTOR);
    }

    public Channel channel(Dispatch dispatch) {
        Channel channel = get(connection.openChannel(
                ChannelOptions.builder().dispatch(dispatch).build()));
        adapter.io(() -> broker.script().skipAll());
        return channel;
    }

    public Channel confirmingChannel() {
        Channel channel = channel();
        get(channel.confirmSelect());
        adapter.io(() -> broker.script().skipAll());
        return channel;
    }

    public MemoryTransport transport() {
        return adapter.transport();
    }

    /** The next method from the client. */
    public WireFrame.Method expect(String method) {
        return adapter.io(() -> broker.script().expect(method));
    }

    public void deliver(int channel, String consumerTag, String... bodies) {
        adapter.io(() -> {
            for (String body : bodies) {
                broker.deliver(channel, consumerTag, "", "q", Map.of(), octets(body));
            }
        });
    }

    public List<String> violations() {
        return adapter.io(broker::violations);
    }

    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the stage did not complete", e);
        } catch (ExecutionException e) {
            throw new AssertionError("the stage failed", e.getCause());
        }
    }

    /** How the stage fails. */
    public static <F extends Throwable> F failure(Class<F> kind, CompletionStage<?> stage) {
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

    public static void await(BooleanSupplier condition, Supplier<String> description) {
        Await.until(LONG, condition, description);
    }

    public static void publish(Channel channel, String body) {
        channel.publish("", "q", Message.of(octets(body)));
    }

    public static CompletionStage<amqp.connection.Verdict> publishConfirmed(Channel channel, String body) {
        return channel.publishConfirmed(BasicMethod.Publish.of("", "q"), Message.of(octets(body)));
    }

    public static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(Delivery delivery) {
        return new String(delivery.body(), StandardCharsets.UTF_8);
    }

    /** Throws also what Java would have declared, as code in other languages does. */
    @SuppressWarnings("unchecked")
    public static <E extends Throwable> void throwAny(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Override
    public void close() {
        adapter.close();
    }
}
