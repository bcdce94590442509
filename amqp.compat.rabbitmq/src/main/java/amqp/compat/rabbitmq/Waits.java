// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.CallTimeoutException;
import amqp.client.ConnectionFailedException;
import amqp.codec.AmqpException;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Waits as amqp-client's callers do, and fails as they expect: an interruption does not end a wait, it stays set; the end of
 * a channel is an {@link IOException} whose cause is the {@link ShutdownSignalException}.
 */
final class Waits {
    private static final int ACCESS_REFUSED = 403;

    private Waits() {}

    /** For the reply to a command. */
    static <T> T forReply(CompletionStage<T> stage, SdkChannel channel, Method method) throws IOException {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw failure(e.getCause(), channel, method);
        }
    }

    static IOException failure(Throwable failure, SdkChannel channel, Method method) {
        if (failure instanceof ClosedException closed) {
            ShutdownSignalException signal = channel.signalFor(closed.reason());
            return new IOException(signal.getMessage(), signal);
        } else if (failure instanceof CallTimeoutException timeout) {
            var expired = new TimeoutException(timeout.getMessage());
            return new ChannelContinuationTimeoutException(expired, channel, channel.getChannelNumber(), method);
        } else if (failure instanceof AmqpException) {
            return new IOException(failure.getMessage(), failure);
        }
        return new IOException(failure);
    }

    /** For a connection. */
    static amqp.client.Connection forConnection(CompletionStage<amqp.client.Connection> opening)
            throws IOException, TimeoutException {
        try {
            return opening.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ConnectionFailedException failed) {
                throw notOpened(failed);
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static IOException notOpened(ConnectionFailedException failed) throws TimeoutException {
        CloseReason reason = failed.reason();
        if (reason instanceof CloseReason.TimedOut) {
            var late = new TimeoutException(failed.getMessage());
            late.initCause(failed);
            throw late;
        } else if (reason instanceof CloseReason.ByPeer peer && peer.code() == ACCESS_REFUSED) {
            var refused = new AuthenticationFailureException(peer.text());
            refused.initCause(failed);
            return refused;
        } else if (reason instanceof CloseReason.LostAtLogin) {
            return new PossibleAuthenticationFailureException(failed);
        }
        return origin(failed);
    }

    /** What the JDK threw first (connection refused, unknown host), which programs tell apart by its class. */
    private static IOException origin(ConnectionFailedException failed) {
        IOException origin = new IOException(failed.getMessage(), failed);
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException io) {
                origin = io;
            }
        }
        return origin;
    }
}
