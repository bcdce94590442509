// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.ChannelOptions;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionState;
import amqp.client.RecoveryReport;
import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.BlockedCallback;
import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ExceptionHandler;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.RecoverableConnection;
import com.rabbitmq.client.RecoveryListener;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.UnblockedCallback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A connection of amqp-client's API over one of the SDK's. */
final class SdkConnection implements RecoverableConnection {
    private static final String BY_APPLICATION = "OK";

    private final amqp.client.Connection connection;
    private final ExceptionHandler exceptionHandler;
    private final MetricsCollector metrics;
    private final @Nullable String clientProvidedName;
    private final Predicate<ShutdownSignalException> comesBack;
    private final ShutdownListeners shutdown;
    private final List<BlockedListener> blockedListeners = new CopyOnWriteArrayList<>();
    private final List<RecoveryListener> recoveryListeners = new CopyOnWriteArrayList<>();
    private final Set<SdkChannel> channels = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String id;

    SdkConnection(
            amqp.client.Connection connection,
            ExceptionHandler exceptionHandler,
            MetricsCollector metrics,
            @Nullable String clientProvidedName,
            Predicate<ShutdownSignalException> comesBack) {
        this.connection = connection;
        this.exceptionHandler = exceptionHandler;
        this.metrics = metrics;
        this.clientProvidedName = clientProvidedName;
        this.comesBack = comesBack;
        this.shutdown = new ShutdownListeners(
                thrown -> exceptionHandler.handleUnexpectedConnectionDriverException(this, thrown));
        connection.addListener(new Events());
        metrics.newConnection(this);
    }

    /** What happens to the SDK's connection, for the listeners of this one. One call at a time. */
    private final class Events implements ConnectionListener {
        @Override
        public void onBlocked(String reason) {
            tellBlocked(listener -> listener.handleBlocked(reason));
        }

        @Override
        public void onUnblocked() {
            tellBlocked(BlockedListener::handleUnblocked);
        }

        @Override
        public void onLost(CloseReason reason) {
            ShutdownSignalException signal = ShutdownSignals.ofConnection(reason, SdkConnection.this);
            shutdown.ended(signal);
            channels.forEach(channel -> channel.lost(signal));
            if (comesBack.test(signal)) {
                tellRecovery(listener -> listener.handleRecoveryStarted(SdkConnection.this));
                channels.forEach(SdkChannel::recoveryStarted);
            } else {
                connection.close();
            }
        }

        @Override
        public void onRecovered(RecoveryReport report) {
            if (connection.state() != ConnectionState.CLOSED) { // then it has ended since, and a close has told that
                shutdown.recovered();
            }
            tellRecovery(listener -> listener.handleTopologyRecoveryStarted(SdkConnection.this));
            channels.forEach(SdkChannel::recovered);
            tellRecovery(listener -> listener.handleRecovery(SdkConnection.this));
        }

        @Override
        public void onClosed(CloseReason reason) {
            metrics.closeConnection(SdkConnection.this);
            ended(reason);
        }
    }

    private interface Told {
        void to(BlockedListener listener) throws IOException;
    }

    private void tellBlocked(Told told) {
        for (BlockedListener listener : blockedListeners) {
            try {
                told.to(listener);
            } catch (Throwable e) {
                exceptionHandler.handleBlockedListenerException(this, e);
            }
        }
    }

    private void tellRecovery(Consumer<RecoveryListener> told) {
        for (RecoveryListener listener : recoveryListeners) {
            try {
                told.accept(listener);
            } catch (Throwable e) {
                exceptionHandler.handleConnectionRecoveryException(this, e);
            }
        }
    }

    // ---- what its channels ask ----

    MetricsCollector metrics() {
        return metrics;
    }

    /** Whether what has ended on it is a channel alone. */
    boolean isConnected() {
        return connection.state() == ConnectionState.OPEN && connection.isOpen();
    }

    /** Whether it was not forgotten before. */
    boolean forget(SdkChannel channel) {
        return channels.remove(channel);
    }

    // ---- channels ----

    @Override
    public @Nullable Channel createChannel() throws IOException {
        return open(ChannelOptions.DEFAULT);
    }

    @Override
    public @Nullable Channel createChannel(int channelNumber) throws IOException {
        return open(ChannelOptions.builder().number(channelNumber).build());
    }

    /** Null when there is no number for it, as amqp-client has it. */
    private @Nullable Channel open(ChannelOptions options) throws IOException {
        expectOpen();
        SdkChannel channel;
        try {
            channel = new SdkChannel(
                    this, connection.openChannel(options).toCompletableFuture().join());
        } catch (IllegalStateException noNumber) {
            return null;
        } catch (ClosedException e) {
            throw alreadyClosed();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
        channels.add(channel);
        metrics.newChannel(channel);
        channel.opened();
        return channel;
    }

    private void expectOpen() {
        if (!connection.isOpen()) {
            throw alreadyClosed();
        }
    }

    private AlreadyClosedException alreadyClosed() {
        return shutdown.alreadyClosed(reason -> ShutdownSignals.ofConnection(reason, this));
    }

    // ---- closing ----

    @Override
    public void close() throws IOException {
        close(ReplyCode.REPLY_SUCCESS, BY_APPLICATION);
    }

    @Override
    public void close(int closeCode, String closeMessage) throws IOException {
        close(closeCode, closeMessage, -1);
    }

    @Override
    public void close(int timeout) throws IOException {
        close(ReplyCode.REPLY_SUCCESS, BY_APPLICATION, timeout);
    }

    /**
     * Tells the shutdown listeners before it returns, and has a close reason then, as with amqp-client.
     *
     * @param timeout in milliseconds, of this wait only; -1 for the connection's own
     */
    @Override
    public void close(int closeCode, String closeMessage, int timeout) throws IOException {
        if (connection.state() == ConnectionState.CLOSED) {
            throw alreadyClosed();
        }
        CompletableFuture<CloseReason> closed =
                connection.close(closeCode, closeMessage).toCompletableFuture();
        if (timeout >= 0) {
            CloseReason late = new CloseReason.ByApplication(closeCode, closeMessage);
            closed.completeOnTimeout(late, timeout, TimeUnit.MILLISECONDS);
        }
        ended(closed.join());
    }

    private void ended(CloseReason reason) {
        shutdown.ended(ShutdownSignals.ofConnection(reason, this));
    }

    @Override
    public void abort() {
        abort(ReplyCode.REPLY_SUCCESS, BY_APPLICATION);
    }

    @Override
    public void abort(int closeCode, String closeMessage) {
        abort(closeCode, closeMessage, -1);
    }

    @Override
    public void abort(int timeout) {
        abort(ReplyCode.REPLY_SUCCESS, BY_APPLICATION, timeout);
    }

    @Override
    public void abort(int closeCode, String closeMessage, int timeout) {
        try {
            close(closeCode, closeMessage, timeout);
        } catch (IOException | AlreadyClosedException ended) {
            // That is what was asked for.
        }
    }

    @Override
    public void addShutdownListener(ShutdownListener listener) {
        shutdown.add(listener);
    }

    @Override
    public void removeShutdownListener(ShutdownListener listener) {
        shutdown.remove(listener);
    }

    @Override
    public @Nullable ShutdownSignalException getCloseReason() {
        return shutdown.reason();
    }

    @Override
    public void notifyListeners() {
        shutdown.tellAll();
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    // ---- listeners ----

    @Override
    public void addRecoveryListener(RecoveryListener listener) {
        recoveryListeners.add(listener);
    }

    @Override
    public void removeRecoveryListener(RecoveryListener listener) {
        recoveryListeners.remove(listener);
    }

    @Override
    public void addBlockedListener(BlockedListener listener) {
        blockedListeners.add(listener);
    }

    @Override
    public BlockedListener addBlockedListener(BlockedCallback blocked, UnblockedCallback unblocked) {
        BlockedListener listener = new BlockedListener() {
            @Override
            public void handleBlocked(String reason) throws IOException {
                blocked.handle(reason);
            }

            @Override
            public void handleUnblocked() throws IOException {
                unblocked.handle();
            }
        };
        blockedListeners.add(listener);
        return listener;
    }

    @Override
    public boolean removeBlockedListener(BlockedListener listener) {
        return blockedListeners.remove(listener);
    }

    @Override
    public void clearBlockedListeners() {
        blockedListeners.clear();
    }

    // ---- what it is ----

    @Override
    public @Nullable InetAddress getAddress() {
        try {
            return InetAddress.getByName(connection.address().host());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    @Override
    public int getPort() {
        return connection.address().port();
    }

    @Override
    public int getChannelMax() {
        return connection.tuning().channelMax();
    }

    @Override
    public int getFrameMax() {
        return connection.tuning().frameMax();
    }

    /** In seconds. */
    @Override
    public int getHeartbeat() {
        return connection.tuning().heartbeatSeconds();
    }

    @Override
    public Map<String, Object> getClientProperties() {
        return connection.options().clientProperties();
    }

    @Override
    public @Nullable String getClientProvidedName() {
        return clientProvidedName;
    }

    @Override
    public Map<String, Object> getServerProperties() {
        return Tables.toRabbit(connection.serverProperties());
    }

    @Override
    public ExceptionHandler getExceptionHandler() {
        return exceptionHandler;
    }

    @Override
    public @Nullable String getId() {
        return id;
    }

    @Override
    public void setId(@Nullable String id) {
        this.id = id;
    }

    @Override
    public String toString() {
        return "amqp://" + connection.options().virtualHost() + "@"
                + connection.address().host() + ":" + getPort();
    }
}
