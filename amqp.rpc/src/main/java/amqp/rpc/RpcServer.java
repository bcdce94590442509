// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.codec.AmqpException;
import amqp.codec.Message;
import amqp.codec.WireException;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
    private final RpcHandler handler;

    /** Requests that are being handled, and one more while new ones may come. At zero the channel closes. */
    private final AtomicInteger open = new AtomicInteger(1);

    /** Set once, before the server is handed out. */
    private @Nullable String consumerTag;

    private RpcServer(Channel channel, RpcHandler handler) {
        this.channel = channel;
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
     * {@link amqp.connection.ClosedException} when the queue does not exist or the connection is closed.
     *
     * @param connection that the server opens a channel of
     * @param queue name of a queue that exists
     * @param options prefetch of the server
     * @param handler called with each request
     * @throws IllegalStateException when all channel numbers are in use
     */
    public static CompletionStage<RpcServer> open(
            Connection connection, String queue, RpcServerOptions options, RpcHandler handler) {
        Objects.requireNonNull(handler, "handler");
        int prefetch = options.prefetch();
        return connection.openChannel().thenCompose(channel -> {
            RpcServer server = new RpcServer(channel, handler);
            return channel.basicQos(prefetch)
                    .thenCompose(ok -> channel.basicConsume(queue, server.new Requests()))
                    .thenApply(server::serving)
                    .whenComplete((serving, failure) -> {
                        if (failure != null) {
                            channel.close();
                        }
                    });
        });
    }

    private RpcServer serving(String tag) {
        consumerTag = tag;
        return this;
    }

    /**
     * Cancels the consumer, waits for the replies to the requests that have come, and closes the channel. The stage
     * completes with the reason when it is closed. Closing the connection instead leaves these requests to be delivered
     * again. Closing twice is harmless.
     */
    public CompletionStage<CloseReason> close() {
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

    private void done() {
        if (open.decrementAndGet() == 0) {
            channel.close();
        }
    }

    private final class Requests implements DeliveryHandler {
        @Override
        public void onDelivery(Delivery request) {
            open.incrementAndGet();
            if (isMalformed(request)) {
                request.nack(false);
                done();
                return;
            }
            CompletionStage<Message> reply;
            try {
                reply = Objects.requireNonNull(handler.handle(request.message()), "the handler's stage");
            } catch (Throwable e) {
                answerFailure(request, e);
                return;
            }
            reply.whenComplete((answer, failure) -> {
                if (failure == null && answer != null) {
                    answer(request, answer);
                } else {
                    answerFailure(request, failure == null ? new NullPointerException("the handler's reply") : failure);
                }
            });
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

    /** Whether nobody can be answered, and the request would be as malformed the next time. */
    private boolean isMalformed(Delivery request) {
        try {
            request.properties().correlationId();
            request.properties().replyTo();
            return false;
        } catch (WireException e) {
            LOG.warn("{}: an RPC server rejects a request with malformed properties", channel, e);
            return true;
        }
    }

    // ---- replies ----

    private void answer(Delivery request, Message reply) {
        try {
            send(request, reply);
        } catch (IllegalArgumentException
                | WireException e) { // it can't be sent: too large, or malformed as it had come
            answerFailure(request, e);
            return;
        } catch (AmqpException e) {
            giveBack(request, e);
            return;
        }
        done();
    }

    private void answerFailure(Delivery request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.warn("{}: the handler of an RPC server failed", channel, cause);
        String text = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        String error = text.substring(0, Math.min(text.length(), LONGEST_ERROR));
        try {
            send(request, Message.of(error).header(ERROR_HEADER, error));
        } catch (AmqpException e) {
            giveBack(request, e);
            return;
        }
        done();
    }

    private void send(Delivery request, Message reply) {
        String replyTo = request.properties().replyTo();
        if (replyTo != null) {
            String id = request.properties().correlationId();
            Message correlated = id == null ? reply : reply.correlationId(id);
            channel.publish("", replyTo, correlated);
        }
        request.ack();
    }

    /** There was no room for the reply: another server may have more luck. Where the channel is closed, the broker knows. */
    private void giveBack(Delivery request, AmqpException why) {
        LOG.warn("{}: an RPC server could not send a reply", channel, why);
        try {
            request.nack(true);
        } catch (ClosedException | DeliveryTagException ended) {
            LOG.debug("{}: requeued by its end", channel);
        }
        done();
    }
}
