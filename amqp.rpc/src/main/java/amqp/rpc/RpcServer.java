// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.adapter.spi.Cancellable;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Dispatch;
import amqp.codec.Message;
import amqp.codec.RareWarning;
import amqp.codec.WireException;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of a queue: each is given to a handler, the reply is sent to the request's reply-to with its
 * correlation-id, and then the request is acknowledged. A request whose server is lost before that is delivered again,
 * so handlers may get one twice. A request without reply-to is handled and acknowledged. A server has a channel of its
 * own.
 *
 * <p>Every request ends: it is acknowledged with its reply, given back to its queue when the reply cannot be sent now, or
 * rejected without requeueing when no reply to it can ever be sent, since its properties are malformed.
 *
 * <p>When the handler fails, the reply has the header {@link #ERROR_HEADER} with the message of the failure (or its
 * class where it has none), the same text as its body, and the request is acknowledged; {@link RpcClient} makes a
 * {@link RpcException.ServerFailed} of it.
 */
public final class RpcServer {
    /** The header of a reply that says why the handler failed; its value is a text of at most 1000 characters. */
    public static final String ERROR_HEADER = "x-rpc-error";

    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
    private static final int LONGEST_ERROR = 1000;

    private final Channel channel;
    private final RpcServerOptions options;
    private final RpcHandler handler;

    /** Requests that are being handled, and one more while new ones may come. At zero the channel closes. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final RareWarning unanswered = new RareWarning();
    private final RareWarning failedHandlers = new RareWarning();

    /** Set once, before the server is handed out. */
    private @Nullable String consumerTag;

    private RpcServer(Channel channel, RpcServerOptions options, RpcHandler handler) {
        this.channel = channel;
        this.options = options;
        this.handler = handler;
    }

    /**
     * Serves a queue with {@link RpcServerOptions#DEFAULT}; see {@link #open(Connection, String, RpcServerOptions,
     * RpcHandler)}.
     *
     * @param connection that the server opens a channel of
     * @param queue name of a queue that exists
     * @param handler called with each request
     * @throws IllegalStateException when all channel numbers are in use
     */
    public static CompletionStage<RpcServer> open(Connection connection, String queue, RpcHandler handler) {
        return open(connection, queue, RpcServerOptions.DEFAULT, handler);
    }

    /**
     * Opens a channel and consumes the requests of a queue on it. The stage completes when the server is ready, and fails with
     * {@link amqp.connection.ClosedException} when the queue does not exist or the connection is closed. Where the stage is
     * completed before that, for instance by cancelling it, the server is closed when it opens.
     *
     * @param connection that the server opens a channel of
     * @param queue name of a queue that exists
     * @param options prefetch and timeout of the server
     * @param handler called with each request
     * @throws IllegalStateException when all channel numbers are in use
     */
    public static CompletionStage<RpcServer> open(
            Connection connection, String queue, RpcServerOptions options, RpcHandler handler) {
        Objects.requireNonNull(handler, "handler");
        int prefetch = options.prefetch();
        CompletionStage<RpcServer> opening = connection.openChannel().thenCompose(channel -> {
            RpcServer server = new RpcServer(channel, options, handler);
            return channel.basicQos(prefetch)
                    .thenCompose(ok -> channel.basicConsume(queue, server.new Requests()))
                    .thenApply(server::serving)
                    .whenComplete((serving, failure) -> {
                        if (failure != null) {
                            channel.close();
                        }
                    });
        });
        return Opening.of(opening, RpcServer::close);
    }

    private RpcServer serving(String tag) {
        consumerTag = tag;
        return this;
    }

    /**
     * Cancels the consumer, waits for the replies to the requests that have come, at most for
     * {@link RpcServerOptions#closeTimeout}, and closes the channel. The stage completes with the reason when it is closed.
     * Requests without a reply by then go back to their queue, as they do when the connection is closed instead. Closing
     * twice is harmless.
     */
    public CompletionStage<CloseReason> close() {
        Cancellable limit =
                channel.connection().schedule(options.closeTimeout(), Dispatch.COMPLETION_EXECUTOR, channel::close);
        channel.closed().thenRun(limit::cancel);
        channel.basicCancel(consumerTag).whenComplete((ok, failure) -> {
            if (failure != null) {
                channel.close();
            }
        });
        return closed();
    }

    /**
     * Returns a stage that completes with the reason when no more requests are served, because the server or its
     * channel was closed or the broker has cancelled its consumer.
     */
    public CompletionStage<CloseReason> closed() {
        return channel.closed();
    }

    /** In order with the consumer: the handler's stages complete on any threads. */
    private void warn(RareWarning rare, String what, Throwable why) {
        channel.execute(() -> {
            long leftOut = rare.leftOut(System.nanoTime());
            if (leftOut == RareWarning.NOT_NOW) {
                LOG.debug("{}: {}", channel, what, why);
            } else {
                LOG.warn("{}: {}; {} more since the last such warning", channel, what, leftOut, why);
            }
        });
    }

    private void done() {
        if (open.decrementAndGet() == 0) {
            channel.close();
        }
    }

    private final class Requests implements DeliveryHandler {
        @Override
        public void onDelivery(Delivery request) {
            open.incrementAndGet();
            new Answering(request).begin();
        }

        @Override
        public void onCancel(String tag) {
            LOG.warn("{}: the broker cancelled an RPC server's consumer; was its queue deleted?", channel);
            done();
        }

        @Override
        public void onCancelOk(String tag) {
            done();
        }
    }

    /**
     * One request, from its coming until it is acknowledged or rejected. That happens once, whatever the handler, its stage
     * or the sending of the reply throws.
     */
    private final class Answering {
        private final Delivery request;
        private final AtomicBoolean over = new AtomicBoolean();

        Answering(Delivery request) {
            this.request = request;
        }

        void begin() {
            try {
                // Where these can't be read nobody can be answered, and the request would be as malformed the next
                // time.
                request.properties().correlationId();
                request.properties().replyTo();
            } catch (WireException malformed) {
                once(() -> giveBack(false, malformed));
                return;
            }
            try {
                Objects.requireNonNull(handler.handle(request.message()), "the handler's stage")
                        .whenComplete(this::handled);
            } catch (Throwable e) {
                handled(null, e);
            }
        }

        private void handled(@Nullable Message reply, @Nullable Throwable failure) {
            if (failure == null && reply != null) {
                once(() -> answer(reply));
            } else {
                once(() -> answerFailure(failure == null ? new NullPointerException("the handler's reply") : failure));
            }
        }

        private void once(Runnable end) {
            if (over.compareAndSet(false, true)) {
                try {
                    end.run();
                } catch (IllegalArgumentException | WireException e) { // no reply to this request can be sent
                    giveBack(false, e);
                } catch (Throwable e) { // such as no room for the reply: another server may have more luck
                    giveBack(true, e);
                } finally {
                    done();
                }
            }
        }

        private void answer(Message reply) {
            try {
                send(reply);
            } catch (IllegalArgumentException | WireException e) { // it is too large, or malformed as it had come
                answerFailure(e);
            }
        }

        private void answerFailure(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            String error = error(cause);
            send(Message.of(error).header(ERROR_HEADER, error));
            warn(failedHandlers, "the handler of an RPC server failed", cause);
        }

        private void send(Message reply) {
            String replyTo = request.properties().replyTo();
            if (replyTo != null) {
                String id = request.properties().correlationId();
                channel.publish("", replyTo, id == null ? reply : reply.correlationId(id));
            }
            request.ack();
        }

        /** Without requeueing it is rejected. Where the channel is closed, or the request has its answer, the broker knows. */
        private void giveBack(boolean requeue, Throwable why) {
            try {
                request.nack(requeue);
                warn(
                        unanswered,
                        requeue
                                ? "an RPC server gives back a request that it cannot answer"
                                : "an RPC server rejects a request that it cannot answer",
                        why);
            } catch (ClosedException | DeliveryTagException ended) {
                LOG.debug("{}: a request was dealt with already", channel, why);
            }
        }
    }

    /** The message of a failure, at most as long as the header takes it; its class where it has none. */
    private static String error(Throwable failure) {
        String text;
        try {
            text = failure.getMessage();
        } catch (Throwable e) {
            text = null;
        }
        if (text == null) {
            text = failure.getClass().getName();
        }
        return text.length() <= LONGEST_ERROR
                ? text
                : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_ERROR) - 1));
    }
}
