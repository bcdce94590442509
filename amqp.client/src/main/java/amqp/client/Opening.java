// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.connection.CloseReason;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries the addresses one after the other, until a connection is open or a broker refuses us. Holds the adapter
 * meanwhile, so that it is not closed between two attempts.
 */
final class Opening implements Connection.Outcome {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final ConnectionOptions options;
    private final Executor executor;
    private final Iterator<Address> addresses;
    private final CompletableFuture<Connection> result = new CompletableFuture<>();
    private final List<ConnectionFailedException> failures = new ArrayList<>();
    private final Adapter adapter;
    private volatile Connection trying;

    /**
     * @throws IllegalArgumentException when the adapter is not there or cannot be used
     */
    Opening(ConnectionOptions options) {
        this.options = options;
        this.executor = options.executor().map(CallbackExecutor::of).orElse(CallbackExecutor.SHARED);
        this.addresses = options.addresses().iterator();
        this.adapter = options.acquireAdapter();
        if (options.endpoint(options.addresses().get(0)).tls().trustsEveryone()) {
            LOG.warn("TLS trusts everyone, by trustEveryoneInsecurely: whoever sits between can read and change all,"
                    + " passwords included. For development only; trust the broker's certificate authority instead");
        }
    }

    CompletionStage<Connection> start() {
        try {
            tryNext();
        } catch (RuntimeException | Error e) {
            options.releaseAdapter(adapter);
            throw e;
        }
        result.whenComplete((connection, failure) -> {
            if (failure != null) {
                trying.abandon(); // whoever asked has given up, or it has ended by itself
            }
        });
        return result;
    }

    /** Like {@link #start()}, with a callback. */
    void start(ReplyCallback<? super Connection> callback) {
        start().whenComplete((connection, failure) -> executor.execute(() -> Lane.runHere(
                () -> callback.completed(connection, asAmqp(failure)),
                thrown -> options.callbackFailed(this, "the callback", thrown))));
    }

    private static AmqpException asAmqp(Throwable failure) {
        return failure == null || failure instanceof AmqpException
                ? (AmqpException) failure
                : new AmqpException("the connection could not be opened: " + failure.getMessage(), failure);
    }

    private void tryNext() {
        Connection next = new Connection(options, addresses.next(), adapter, executor, this);
        trying = next;
        next.connect();
        if (result.isCompletedExceptionally()) {
            next.abandon();
        }
    }

    private void tryNextElsewhere() {
        try {
            tryNext();
        } catch (RuntimeException | Error e) { // the adapter was closed
            options.releaseAdapter(adapter);
            result.completeExceptionally(e);
        }
    }

    @Override
    public void opened(Connection connection) {
        options.releaseAdapter(adapter);
        executor.execute(() -> {
            if (!result.complete(connection)) {
                connection.close(); // whoever asked has given up
            }
        });
    }

    @Override
    public void failed(Connection connection, CloseReason reason) {
        ConnectionFailedException failure = failure(connection.address(), reason);
        failures.add(failure);
        if (addresses.hasNext() && !failure.isRefused() && !result.isDone()) {
            executor.execute(this::tryNextElsewhere);
            return;
        }
        options.releaseAdapter(adapter);
        failures.subList(0, failures.size() - 1).forEach(failure::addSuppressed);
        executor.execute(() -> result.completeExceptionally(failure));
    }

    @Override
    public String toString() {
        return "opening a connection";
    }

    private ConnectionFailedException failure(Address address, CloseReason reason) {
        String sentence = "Cannot open a connection to " + address + ": " + withoutFullStop(reason.describe());
        if (reason instanceof CloseReason.LostAtLogin lost) {
            return new ConnectionFailedException(sentence, reason, lost.cause());
        }
        if (reason instanceof CloseReason.TransportLost lost) {
            String message = Objects.requireNonNullElse(lost.cause().getMessage(), "");
            boolean neverConnected =
                    message.startsWith("Cannot connect") || message.startsWith("The TLS handshake failed");
            return new ConnectionFailedException(
                    neverConnected ? message : sentence + hint(reason), reason, lost.cause());
        }
        return new ConnectionFailedException(sentence + hint(reason), reason, null);
    }

    private static String withoutFullStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private String hint(CloseReason reason) {
        if (reason instanceof CloseReason.ByPeer byPeer && isAboutLogin(byPeer)) {
            return "; check the user name and password, or the client certificate";
        }
        if (reason instanceof CloseReason.ByPeer byPeer && byPeer.code() == 530) {
            return "; check the name of the virtual host, \"" + options.virtualHost() + "\", and who may use it";
        }
        if (reason instanceof CloseReason.PeerViolation) {
            return "; does an AMQP broker listen there, and is the port meant for plain connections or for TLS?";
        }
        boolean silent = reason instanceof CloseReason.TimedOut || reason instanceof CloseReason.TransportLost;
        return silent ? "; does an AMQP broker listen there?" : "";
    }

    /** 403 by RabbitMQ; others blame connection.start-ok or secure-ok, with a code of their own. */
    private static boolean isAboutLogin(CloseReason.ByPeer reason) {
        return reason.code() == 403 || reason.classId() == 10 && (reason.methodId() == 11 || reason.methodId() == 21);
    }
}
