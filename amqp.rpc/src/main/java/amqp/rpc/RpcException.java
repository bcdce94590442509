// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import amqp.client.Delivery;
import amqp.client.Returned;
import amqp.codec.AmqpException;
import amqp.codec.WireException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A call of {@link RpcClient} got no usable reply. */
public abstract class RpcException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private RpcException(String message) {
        super(message);
    }

    private RpcException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * No reply arrived in time; where the likely cause is known, the message names it after a colon. The server may
     * have handled the request, or may still get it; a late reply is dropped.
     */
    public static final class TimedOut extends RpcException {
        private static final long serialVersionUID = 1L;

        private final Duration timeout;

        TimedOut(RpcRequest request, Duration timeout, String why) {
            super(request.target() + " sent no reply within " + TimeUnit.MILLISECONDS.convert(timeout) + " ms"
                    + (why.isEmpty() ? "" : ": " + why));
            this.timeout = timeout;
        }

        /** Returns the timeout of the call. */
        public Duration timeout() {
            return timeout;
        }
    }

    /** The broker returned the request because no queue accepts it, so no server can receive it. */
    public static final class NoServer extends RpcException {
        private static final long serialVersionUID = 1L;

        NoServer(Returned returned) {
            super("no queue takes requests of exchange \"" + returned.exchange() + "\" with routing key \""
                    + returned.routingKey() + "\" (" + returned.replyCode() + " " + returned.replyText()
                    + "); start the server, or check both names");
        }
    }

    /** The headers of the server's reply cannot be decoded; the cause says why. */
    public static final class MalformedReply extends RpcException {
        private static final long serialVersionUID = 1L;

        private final transient Delivery reply;

        MalformedReply(RpcRequest request, Delivery reply, WireException cause) {
            super(request.target() + " sent a reply with malformed headers", cause);
            this.reply = reply;
        }

        /** Returns the reply as it came; null only after serialization. */
        public @Nullable Delivery reply() {
            return reply;
        }
    }

    /**
     * The handler of the server failed. The reply says so in the header {@link RpcServer#ERROR_HEADER}; the exception's
     * message has its text.
     */
    public static final class ServerFailed extends RpcException {
        private static final long serialVersionUID = 1L;

        private final transient Delivery reply;

        ServerFailed(RpcRequest request, String error, Delivery reply) {
            super(request.target() + " failed: " + error);
            this.reply = reply;
        }

        /** Returns the reply that has the header; null only after serialization. */
        public @Nullable Delivery reply() {
            return reply;
        }
    }
}
