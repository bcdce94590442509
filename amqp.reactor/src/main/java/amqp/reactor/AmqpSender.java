// SPDX-License-Identifier: MPL-2.0
package amqp.reactor;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.codec.Message;
import amqp.connection.Verdict;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Publishes with confirms on one channel, which is opened with the first message and again after it was closed. It is
 * brought back with a lost connection.
 *
 * <p>Signals come on the connection's completion executor. Safe to use from any number of threads; nothing blocks.
 */
public final class AmqpSender {
    private static final int IN_FLIGHT = 256;

    private final Connection connection;
    private final AtomicReference<@Nullable Opened> last = new AtomicReference<>();
    private final Mono<Opened> channel;

    /** A channel in confirm mode. */
    private static final class Opened {
        final Channel channel;
        volatile boolean closed;

        Opened(Channel channel) {
            this.channel = channel;
            channel.closed().thenRun(() -> closed = true);
        }
    }

    private AmqpSender(Connection connection) {
        this.connection = Objects.requireNonNull(connection, "connection");
        this.channel = Mono.fromCompletionStage(connection::openChannel)
                .flatMap(AmqpSender::confirming)
                .doOnNext(last::set)
                .cacheInvalidateIf(opened -> opened.closed);
    }

    private static Mono<Opened> confirming(Channel opened) {
        return Mono.fromCompletionStage(opened.confirmSelect())
                .thenReturn(new Opened(opened))
                .doOnError(failure -> opened.close());
    }

    /**
     * Returns a sender.
     *
     * @param connection that it opens channels of; stays the application's
     */
    public static AmqpSender of(Connection connection) {
        return new AmqpSender(connection);
    }

    /**
     * Publishes a message at each subscription.
     *
     * @param exchange "" for the default one, whose routing keys are names of queues
     * @param routingKey at most 255 bytes
     * @param message properties and body
     * @return the broker's verdict; see {@link #send(OutboundMessage)}
     */
    public Mono<Verdict> send(String exchange, String routingKey, Message message) {
        return send(OutboundMessage.of(exchange, routingKey, message));
    }

    /**
     * Publishes a message at each subscription, once there is room for it: not while the broker has blocked the connection,
     * say.
     *
     * @param message where it goes, properties and body
     * @return the broker's verdict: acknowledged, refused or returned, or unknown where the channel or connection was lost
     *     before it came. Fails with {@link amqp.connection.ClosedException} when the connection is closed, and with
     *     {@link IllegalArgumentException} when the message cannot be sent. Cancelling it does not take the message back
     *     once it is published
     */
    public Mono<Verdict> send(OutboundMessage message) {
        return channel.flatMap(opened -> published(opened, message))
                .flatMap(Function.identity())
                .map(SendResult::verdict);
    }

    /**
     * Publishes messages with at most 256 without a result; see {@link #sendAll(Publisher, int)}.
     *
     * @param messages in the order in which they are to be published
     */
    public Flux<SendResult> sendAll(Publisher<OutboundMessage> messages) {
        return sendAll(messages, IN_FLIGHT);
    }

    /**
     * Publishes messages in order, each once there is room for it and fewer than so many are without a result.
     *
     * @param messages asked for as results come and are taken
     * @param inFlight how many may be without a result, 1 or more
     * @return a result for each message, in order. When the messages fail, or one cannot be sent, the results of those
     *     before come first, and then the failure. When it is cancelled, no more are published
     */
    public Flux<SendResult> sendAll(Publisher<OutboundMessage> messages, int inFlight) {
        return Flux.from(messages)
                .concatMap(message -> channel.flatMap(opened -> published(opened, message)), 1)
                .flatMapSequentialDelayError(Function.identity(), inFlight, 1);
    }

    /**
     * Gives commands, such as declares, on a channel that is opened for them and closed afterwards, at each subscription.
     *
     * @param <T> what the last one replies
     * @param commands called with the channel
     * @return the reply; fails as the stage does
     */
    public <T> Mono<T> execute(Function<? super Channel, ? extends CompletionStage<T>> commands) {
        Objects.requireNonNull(commands, "commands");
        return Mono.usingWhen(
                Mono.fromCompletionStage(connection::openChannel),
                opened -> Mono.fromCompletionStage(() -> commands.apply(opened)),
                opened -> Mono.fromCompletionStage(opened.close()));
    }

    /** Closes the channel after what was published before. A message that is sent later opens another one. */
    public Mono<Void> close() {
        return Mono.defer(() -> {
            Opened opened = last.get();
            return opened == null
                    ? Mono.empty()
                    : Mono.fromCompletionStage(opened.channel.close()).then();
        });
    }

    /** Completes when the message is on its way, with the result to come. */
    private static Mono<Mono<SendResult>> published(Opened opened, OutboundMessage message) {
        return Mono.defer(() -> {
            CompletableFuture<SendResult> result = new CompletableFuture<>();
            boolean hadRoom = opened.channel.tryPublishConfirmed(
                    message.method(), message.message(), verdict -> result.complete(new SendResult(message, verdict)));
            return hadRoom
                    ? Mono.just(Mono.fromFuture(result, true))
                    : Mono.fromCompletionStage(opened.channel.writable()).then(published(opened, message));
        });
    }
}
