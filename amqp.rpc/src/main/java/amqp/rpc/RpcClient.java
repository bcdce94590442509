// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.adapter.spi.Cancellable;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Dispatch;
import amqp.client.PublishBlockedException;
import amqp.client.Returned;
import amqp.codec.AmqpException;
import amqp.codec.ForeignText;
import amqp.codec.Message;
import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes remote calls by messages (RPC). A request has the properties reply-to and correlation-id, and the message that
 * arrives with the same correlation-id is its reply. Replies arrive by RabbitMQ's direct reply-to, without a queue, or
 * in a reply queue of the client. Each client has its own channel. Safe to use from any number of threads, with any
 * number of outstanding calls; no method blocks.
 *
 * <p>Calls complete one after the other, including those that time out: on the connection's completion executor, or on
 * the I/O thread if its {@link Dispatch} says so. So any other callback of the connection may wait for a call, but code
 * that runs when a call completes must not wait for another call of the same client.
 */
public final class RpcClient {
    private static final Logger LOG = LoggerFactory.getLogger(RpcClient.class);

    /** RabbitMQ's name for the direct way back to the channel. */
    private static final String DIRECT = "amq.rabbitmq.reply-to";

    private final Channel channel;
    private final RpcClientOptions options;
    private final Map<String, RpcCall> outstanding = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();

    /** Set once, before the client is handed out. */
    private String replyTo = DIRECT;

    private RpcClient(Channel channel, RpcClientOptions options) {
        this.channel = channel;
        this.options = options;
    }

    /**
     * Opens a client with {@link RpcClientOptions#DEFAULT}; see {@link #open(Connection, RpcClientOptions)}.
     *
     * @param connection the client opens a channel of it
     * @throws IllegalStateException when all channel numbers are in use
     */
    public static CompletionStage<RpcClient> open(Connection connection) {
        return open(connection, RpcClientOptions.DEFAULT);
    }

    /**
     * Opens a client: a channel on which it publishes requests and consumes replies. The stage fails with
     * {@link ClosedException} when the connection is closed or the broker does not support direct reply-to. Complete or
     * cancel the stage to give up; a client that opens after that is closed again.
     *
     * @param connection the client opens a channel of it
     * @param options timeout and kind of reply queue
     * @throws IllegalStateException when all channel numbers are in use
     */
    public static CompletionStage<RpcClient> open(Connection connection, RpcClientOptions options) {
        Objects.requireNonNull(options, "options");
        CompletionStage<RpcClient> opening = connection
                .openChannel(onCompletions(connection))
                .thenCompose(channel -> {
                    RpcClient client = new RpcClient(channel, options);
                    channel.onReturn(client::returned);
                    channel.keepReadingWhile(() -> client.outstanding() > 0);
                    return client.listen().whenComplete((opened, failure) -> {
                        if (failure != null) {
                            channel.close();
                        }
                    });
                });
        return Opening.of(opening, RpcClient::close);
    }

    /** Whoever waits for a call may keep a thread of the connection's executor, or the one of its scheduled tasks. */
    private static ChannelOptions onCompletions(Connection connection) {
        Dispatch given = connection.options().dispatch();
        return ChannelOptions.builder()
                .dispatch(given == Dispatch.IO_THREAD ? given : Dispatch.COMPLETION_EXECUTOR)
                .build();
    }

    private CompletionStage<RpcClient> listen() {
        CompletionStage<QueueMethod.DeclareOk> queue = options.replyQueue()
                ? channel.queueDeclare()
                : CompletableFuture.completedFuture(new QueueMethod.DeclareOk(DIRECT, 0, 0));
        return queue.thenCompose(declared -> {
                    replyTo = declared.queue();
                    return channel.basicConsume(BasicMethod.Consume.of(replyTo).noAck(true), new Replies());
                })
                .thenApply(consumerTag -> this);
    }

    /**
     * Sends a request to a server. The stage completes with the reply; the caller may keep and change its body. It
     * fails with {@link RpcException} when there is no server, no reply arrives in time or the server failed; with
     * {@link ClosedException} when the channel or connection is closed or lost, even if it is recovered, since the
     * reply is lost; and with {@link PublishBlockedException} when there was no room to publish the request. Complete
     * or cancel the stage to give the call up.
     *
     * @param request the message with its exchange and routing key
     * @throws IllegalArgumentException when a name or the properties are too large to be sent
     * @throws WireException when the message of the request was received from a broker and its properties are malformed
     */
    public CompletionStage<Delivery> call(RpcRequest request) {
        RpcStage stage = new RpcStage();
        Cancellable call = call(request, stage);
        stage.whenComplete((reply, failure) -> call.cancel());
        return stage;
    }

    /**
     * Sends a request as {@link #call(RpcRequest)} does, and calls back instead of returning a stage.
     *
     * @param request the message with its exchange and routing key
     * @param callback called once with the reply or the failure, where {@link RpcClient} says
     * @return cancel it to give the call up; then the callback is not called
     * @throws IllegalArgumentException when a name or the properties are too large to be sent; the callback is not
     *     called
     * @throws WireException when the message of the request was received from a broker and its properties are
     *     malformed; likewise
     */
    public Cancellable call(RpcRequest request, RpcCallback callback) {
        Objects.requireNonNull(callback, "callback");
        String id = Long.toString(lastId.incrementAndGet());
        Message message = request.message()
                .replyTo(channel.connection().currentQueueName(replyTo))
                .correlationId(id);
        RpcCall call = new RpcCall(request, callback, channel.schedule(options.timeout(), () -> timedOut(id, request)));
        outstanding.put(id, call);
        try {
            channel.publish(
                    BasicMethod.Publish.of(request.exchange(), request.routingKey())
                            .mandatory(true),
                    message);
        } catch (AmqpException e) {
            channel.execute(() -> fail(id, e));
        } catch (RuntimeException e) {
            giveUp(id);
            throw e;
        }
        return () -> giveUp(id);
    }

    /** Returns the number of calls that have not completed. */
    public int outstanding() {
        return outstanding.size();
    }

    /**
     * Closes the channel of the client; outstanding calls fail with {@link ClosedException}. The stage completes when
     * the channel is closed.
     */
    public CompletionStage<@Nullable Void> close() {
        return channel.close().thenAccept(reason -> {});
    }

    // ---- how calls end ----

    private void giveUp(String id) {
        RpcCall call = outstanding.remove(id);
        if (call != null) {
            call.timer().cancel();
        }
    }

    private void fail(String id, AmqpException failure) {
        RpcCall call = outstanding.remove(id);
        if (call != null) {
            call.failed(failure);
        }
    }

    /** Where the calls end by their replies, so that the two do not run at once. */
    private void timedOut(String id, RpcRequest request) {
        fail(
                id,
                new RpcException.TimedOut(
                        request, options.timeout(), channel.connection().whyNotAnswered()));
    }

    private void returned(Returned returned) {
        String id = returned.properties().correlationId();
        channel.execute(() -> fail(id, new RpcException.NoServer(returned)));
    }

    private void failAll(AmqpException failure) {
        for (String id : outstanding.keySet()) {
            channel.execute(() -> fail(id, failure)); // each by itself: what one callback throws ends no other call
        }
    }

    private final class Replies implements DeliveryHandler {
        @Override
        public void onDelivery(Delivery reply) {
            String id = reply.properties().correlationId();
            RpcCall call = id == null ? null : outstanding.remove(id);
            if (call == null) {
                LOG.debug(
                        "{}: dropped a reply that nobody waits for, correlation-id {}",
                        channel,
                        id == null ? "" : ForeignText.line(id));
            } else {
                call.replied(reply);
            }
        }

        /** Without its queue no reply can come. */
        @Override
        public void onCancel(String consumerTag) {
            channel.close().thenAccept(reason -> failAll(new ClosedException(channel.toString(), reason)));
        }

        /** Replies to what was asked before can't come any more. */
        @Override
        public void onInterrupted(ClosedException why) {
            failAll(why);
        }

        @Override
        public void onClosed(ClosedException why) {
            failAll(why);
        }
    }
}
