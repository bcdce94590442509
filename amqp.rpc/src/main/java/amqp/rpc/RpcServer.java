// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.RareWarning;
import amqp.codec.Message;
import amqp.codec.WireException;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import amqp.consumer.Acknowledgement;
import amqp.consumer.ConsumerEnd;
import amqp.consumer.ConsumerOptions;
import amqp.consumer.QueueConsumer;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves remote calls from a queue: calls a handler with each request, sends the reply to the reply-to of the request,
 * and then acknowledges the request. If the server is lost before that, the broker delivers the request again, so a
 * handler may get a request twice. A request without reply-to is handled and acknowledged. A server is a
 * {@link QueueConsumer}: it has its own channel, and starts again after a delay when the broker closes the channel or
 * deletes its queue.
 *
 * <p>Each request ends in one of three ways: it is acknowledged with its reply, requeued if the reply cannot be sent
 * now, or rejected without requeue if no reply can ever be sent because its properties are malformed.
 *
 * <p>When the handler fails, the reply has the header {@link #ERROR_HEADER} with a text, and the same text as its body,
 * and the request is acknowledged; {@link RpcClient} throws {@link RpcException.ServerFailed}. The exception of the
 * handler is logged here and not sent, unless {@link RpcServerOptions.Builder#tellErrors} is set.
 */
public final class RpcServer {
    /**
     * The header of a reply that says why the handler failed. Its value is a text of at most 1000 characters, the same
     * for all failures unless {@link RpcServerOptions.Builder#tellErrors} is set.
     */
    public static final String ERROR_HEADER = "x-rpc-error";

    /** What callers are told, unless they are told all. */
    static final String FAILED = "the server could not handle the request";

    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
    private static final int LONGEST_ERROR = 1000;

    private final RpcServerOptions options;
    private final RpcHandler handler;

    private final RareWarning unanswered = new RareWarning();
    private final RareWarning failedHandlers = new RareWarning();

    /** Set once, before the server is handed out. */
    private @Nullable QueueConsumer consumer;

    private RpcServer(RpcServerOptions options, RpcHandler handler) {
        this.options = options;
        this.handler = handler;
    }

    /**
     * Opens a server with {@link RpcServerOptions#DEFAULT}; see {@link #open(Connection, String, RpcServerOptions,
     * RpcHandler)}.
     *
     * @param connection the server opens a channel of it
     * @param queue name of a queue that exists
     * @param handler called with each request
     */
    public static CompletionStage<RpcServer> open(Connection connection, String queue, RpcHandler handler) {
        return open(connection, queue, RpcServerOptions.DEFAULT, handler);
    }

    /**
     * Opens a server: a channel on which it consumes the requests of a queue. The stage completes when the server is ready,
     * and fails with {@link amqp.connection.ClosedException} when the queue does not exist or the connection is closed.
     * Complete or cancel the stage to give up; a server that opens after that is closed again.
     *
     * @param connection the server opens a channel of it
     * @param queue name of a queue that exists
     * @param options concurrency, prefetch and timeout of the server
     * @param handler called with each request
     */
    public static CompletionStage<RpcServer> open(
            Connection connection, String queue, RpcServerOptions options, RpcHandler handler) {
        RpcServer server = new RpcServer(options, Objects.requireNonNull(handler, "handler"));
        ConsumerOptions.Builder consuming = ConsumerOptions.builder()
                .acknowledgement(Acknowledgement.MANUAL)
                .concurrency(options.concurrency())
                .prefetch(Math.max(options.prefetch(), options.concurrency()));
        if (options.concurrency() == 1) {
            consuming.executor(Runnable::run); // where the messages come already
        }
        return Opening.of(
                QueueConsumer.start(connection, queue, consuming.build(), server::answer)
                        .thenApply(server::with),
                RpcServer::close);
    }

    private RpcServer with(QueueConsumer started) {
        consumer = started;
        return this;
    }

    /**
     * Stops taking requests, waits for the replies to the received requests, at most for
     * {@link RpcServerOptions#closeTimeout}, and closes the channel. The stage completes when the channel is closed,
     * and never fails. Requests that have no reply by then go back to their queue, as they do when the connection is
     * closed instead. A second call has no effect.
     */
    public CompletionStage<ConsumerEnd> close() {
        return consumer.stop(options.closeTimeout());
    }

    /**
     * Returns a stage that completes when the server has stopped, because the server or its connection was closed. The
     * stage never fails.
     */
    public CompletionStage<ConsumerEnd> closed() {
        return consumer.ended();
    }

    private void answer(Delivery request) {
        new Answering(request).begin();
    }

    private void warn(RareWarning rare, String what, Throwable why) {
        long leftOut = rare.leftOut(System.nanoTime());
        if (leftOut == RareWarning.NOT_NOW) {
            LOG.debug("{}", what, why);
        } else {
            LOG.warn("{}{}", what, RareWarning.more(leftOut, "warning"), why);
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
            String error = options.tellErrors() ? error(cause) : FAILED;
            send(Message.of(error).header(ERROR_HEADER, error));
            warn(failedHandlers, "the handler of an RPC server failed", cause);
        }

        private void send(Message reply) {
            String replyTo = request.properties().replyTo();
            if (replyTo != null) {
                String id = request.properties().correlationId();
                request.channel().publish("", replyTo, id == null ? reply : reply.correlationId(id));
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
                LOG.debug("a request was dealt with already", why);
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
