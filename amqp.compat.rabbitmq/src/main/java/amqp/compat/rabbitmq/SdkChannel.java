// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.PublishCallback;
import amqp.client.Returned;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConfirmCounts;
import amqp.connection.DeliveryTagException;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ExceptionHandler;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.RecoveryListener;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ReturnCallback;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A channel of amqp-client's API over one of the SDK's. Commands wait for their replies; callbacks run where those of the
 * SDK's channel do, consumers on the connection's executor and confirms and returns on its completion executor, so that
 * they may wait for anything.
 */
final class SdkChannel extends ChannelOverloads {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final SdkConnection connection;
    private final Channel channel;
    private final ShutdownListeners shutdown;
    private final Confirms confirms;
    private final Properties properties = new Properties();
    private final Map<String, ConsumerAdapter> consumers = new ConcurrentHashMap<>();
    private final List<ReturnListener> returnListeners = new CopyOnWriteArrayList<>();
    private final List<RecoveryListener> recoveryListeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable Consumer defaultConsumer;

    SdkChannel(SdkConnection connection, Channel channel) {
        this.connection = connection;
        this.channel = channel;
        this.shutdown = new ShutdownListeners(
                thrown -> exceptionHandler().handleUnexpectedConnectionDriverException(connection, thrown));
        this.confirms = new Confirms(this, metrics());
    }

    /** Has itself told what happens; the connection knows it by now. */
    void opened() {
        channel.onReturn(this::returned);
        channel.closed((reason, none) -> closed(reason));
    }

    // ---- what its parts ask ----

    ExceptionHandler exceptionHandler() {
        return connection.getExceptionHandler();
    }

    MetricsCollector metrics() {
        return connection.metrics();
    }

    Properties properties() {
        return properties;
    }

    static Envelope envelope(Delivery delivery) {
        return new Envelope(delivery.deliveryTag(), delivery.redelivered(), delivery.exchange(), delivery.routingKey());
    }

    /** Empty where its consume-ok is not here yet. */
    String tagOf(ConsumerAdapter consumer) {
        for (Map.Entry<String, ConsumerAdapter> entry : consumers.entrySet()) {
            if (entry.getValue() == consumer) {
                return entry.getKey();
            }
        }
        return "";
    }

    /** Before its first message is told. */
    void began(String consumerTag, ConsumerAdapter consumer) {
        consumers.put(consumerTag, consumer);
        metrics().basicConsume(this, consumerTag, consumer.isAutoAck());
    }

    void forget(String consumerTag) {
        consumers.remove(consumerTag);
    }

    /** The signal of an end for this reason: the connection's where that has ended. */
    ShutdownSignalException signalFor(CloseReason reason) {
        return connection.isConnected()
                ? ShutdownSignals.ofChannel(reason, this)
                : ShutdownSignals.ofConnection(reason, connection);
    }

    // ---- its end and its return ----

    /** The connection is lost, and this may come back with it. */
    void lost(ShutdownSignalException signal) {
        shutdown.ended(signal);
    }

    void recoveryStarted() {
        recoveryListeners.forEach(listener -> listener.handleRecoveryStarted(this));
    }

    void recovered() {
        confirms.recovered();
        shutdown.recovered();
        recoveryListeners.forEach(listener -> listener.handleRecovery(this));
    }

    /** Told by the channel, and by who closes it, so that a close reason is there when close returns. */
    private void closed(CloseReason reason) {
        if (connection.forget(this)) {
            metrics().closeChannel(this);
        }
        shutdown.ended(signalFor(reason));
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
        return channel.isOpen();
    }

    @Override
    public void addRecoveryListener(RecoveryListener listener) {
        recoveryListeners.add(listener);
    }

    @Override
    public void removeRecoveryListener(RecoveryListener listener) {
        recoveryListeners.remove(listener);
    }

    @Override
    public int getChannelNumber() {
        return channel.number();
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public void close(int closeCode, String closeMessage) throws IOException, TimeoutException {
        expectOpen();
        abort(closeCode, closeMessage);
    }

    @Override
    public void abort(int closeCode, String closeMessage) {
        closed(channel.close(closeCode, closeMessage).toCompletableFuture().join());
    }

    private void expectOpen() {
        if (!channel.isOpen()) {
            throw alreadyClosed();
        }
    }

    private AlreadyClosedException alreadyClosed() {
        return shutdown.alreadyClosed(this::signalFor);
    }

    // ---- commands ----

    @Override
    @Nullable
    Method call(Method method) throws IOException {
        expectOpen();
        try {
            return Replies.toRabbit(Waits.forReply(Requests.give(channel, method), this, method));
        } catch (ClosedException e) {
            throw alreadyClosed();
        }
    }

    @Override
    public Command rpc(Method method) throws IOException {
        return new Replies.Reply(call(method));
    }

    @Override
    public void asyncRpc(Method method) throws IOException {
        expectOpen();
        Requests.give(channel, method);
    }

    @Override
    public CompletableFuture<Command> asyncCompletableRpc(Method method) throws IOException {
        expectOpen();
        CompletableFuture<Command> done = new CompletableFuture<>();
        Requests.give(channel, method).whenComplete((reply, failure) -> {
            if (failure == null) {
                done.complete(new Replies.Reply(Replies.toRabbit(reply)));
            } else {
                done.completeExceptionally(
                        failure instanceof ClosedException closed
                                ? signalFor(closed.reason())
                                : Waits.failure(failure, this, method));
            }
        });
        return done;
    }

    // ---- publishing ----

    @Override
    public void basicPublish(
            String exchange,
            String routingKey,
            boolean mandatory,
            boolean immediate,
            AMQP.@Nullable BasicProperties props,
            byte[] body)
            throws IOException {
        if (immediate) {
            throw new UnsupportedOperationException("RabbitMQ closes the connection for immediate (540)");
        }
        try {
            Message message = Message.of(properties.toSdk(props), body);
            BasicMethod.Publish method = new BasicMethod.Publish(exchange, routingKey, mandatory);
            if (confirms.next() == 0) {
                awaitRoom(() -> channel.tryPublish(method, message));
            } else {
                PublishCallback callback = confirms.publishing();
                awaitRoom(() -> channel.tryPublishConfirmed(method, message, callback));
            }
            metrics().basicPublish(this);
        } catch (ClosedException e) {
            metrics().basicPublishFailure(this, e);
            throw alreadyClosed();
        }
    }

    /** As amqp-client waits while the socket takes nothing: without a limit, until the channel ends. */
    private void awaitRoom(BooleanSupplier publish) {
        while (!publish.getAsBoolean()) {
            channel.writable().toCompletableFuture().join();
        }
    }

    @Override
    public void addReturnListener(ReturnListener listener) {
        returnListeners.add(listener);
    }

    @Override
    public ReturnListener addReturnListener(ReturnCallback callback) {
        ReturnListener listener = (code, text, exchange, routingKey, props, body) ->
                callback.handle(new Return(code, text, exchange, routingKey, props, body));
        returnListeners.add(listener);
        return listener;
    }

    @Override
    public boolean removeReturnListener(ReturnListener listener) {
        return returnListeners.remove(listener);
    }

    @Override
    public void clearReturnListeners() {
        returnListeners.clear();
    }

    private void returned(Returned returned) {
        metrics().basicPublishUnrouted(this);
        var props = properties.toRabbit(returned.properties());
        for (ReturnListener listener : returnListeners) {
            try {
                listener.handleReturn(
                        returned.replyCode(),
                        returned.replyText(),
                        returned.exchange(),
                        returned.routingKey(),
                        props,
                        returned.body());
            } catch (Throwable e) {
                exceptionHandler().handleReturnListenerException(this, e);
            }
        }
    }

    // ---- confirms ----

    @Override
    public AMQP.Confirm.SelectOk confirmSelect() throws IOException {
        AMQP.Confirm.SelectOk ok = (AMQP.Confirm.SelectOk) call(new AMQP.Confirm.Select.Builder().build());
        confirms.selected();
        return ok;
    }

    @Override
    public long getNextPublishSeqNo() {
        return confirms.next();
    }

    @Override
    public void addConfirmListener(ConfirmListener listener) {
        confirms.listeners().add(listener);
    }

    @Override
    public ConfirmListener addConfirmListener(ConfirmCallback ack, ConfirmCallback nack) {
        return confirms.add(ack, nack);
    }

    @Override
    public boolean removeConfirmListener(ConfirmListener listener) {
        return confirms.listeners().remove(listener);
    }

    @Override
    public void clearConfirmListeners() {
        confirms.listeners().clear();
    }

    /** @param timeout in milliseconds, 0 for none */
    @Override
    public boolean waitForConfirms(long timeout) throws InterruptedException, TimeoutException {
        if (confirms.next() == 0) {
            throw new IllegalStateException("Confirms not selected");
        }
        CompletableFuture<ConfirmCounts> counts;
        try {
            counts = channel.allConfirmed(timeout == 0 ? FOR_EVER : Duration.ofMillis(timeout))
                    .toCompletableFuture();
        } catch (ClosedException e) {
            throw alreadyClosed();
        }
        try {
            ConfirmCounts found = counts.get();
            if (found.unknown() > 0) {
                throw alreadyClosed();
            }
            return found.nacked() == 0;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ClosedException) {
                throw alreadyClosed();
            }
            var late = new TimeoutException(e.getCause().getMessage());
            late.initCause(e.getCause());
            throw late;
        } finally {
            counts.cancel(false);
        }
    }

    @Override
    public void waitForConfirmsOrDie(long timeout) throws IOException, InterruptedException, TimeoutException {
        try {
            if (!waitForConfirms(timeout)) {
                close(AMQP.REPLY_SUCCESS, "NACKS RECEIVED");
                throw new IOException("nacks received");
            }
        } catch (TimeoutException e) {
            close(AMQP.PRECONDITION_FAILED, "TIMEOUT WAITING FOR ACK");
            throw e;
        }
    }

    // ---- consuming ----

    @Override
    public @Nullable Consumer getDefaultConsumer() {
        return defaultConsumer;
    }

    /** Kept and never called: the SDK hands no message out for a consumer that it does not know. */
    @Override
    public void setDefaultConsumer(@Nullable Consumer consumer) {
        defaultConsumer = consumer;
    }

    @Override
    public String basicConsume(
            String queue,
            boolean autoAck,
            String consumerTag,
            boolean noLocal,
            boolean exclusive,
            @Nullable Map<String, Object> arguments,
            Consumer callback)
            throws IOException {
        Method method = new AMQP.Basic.Consume.Builder()
                .queue(queue)
                .consumerTag(consumerTag)
                .noLocal(noLocal)
                .noAck(autoAck)
                .exclusive(exclusive)
                .arguments(arguments)
                .build();
        var request = new BasicMethod.Consume(
                queue, consumerTag, noLocal, autoAck, exclusive, false, Tables.toSdk(arguments));
        ConsumerAdapter consumer = new ConsumerAdapter(this, Objects.requireNonNull(callback, "consumer"), autoAck);
        expectOpen();
        String tag;
        try {
            tag = Waits.forReply(channel.basicConsume(request, consumer), this, method);
        } catch (ClosedException e) {
            throw alreadyClosed();
        }
        consumers.put(tag, consumer);
        if (consumer.isOver()) {
            consumers.remove(tag, consumer); // cancelled by the broker meanwhile
        }
        channel.execute(() -> consumer.begun(tag));
        return tag;
    }

    @Override
    public void basicCancel(String consumerTag) throws IOException {
        if (!consumers.containsKey(consumerTag)) {
            throw new IOException("Unknown consumerTag");
        }
        call(new AMQP.Basic.Cancel.Builder().consumerTag(consumerTag).build());
        consumers.remove(consumerTag);
        metrics().basicCancel(this, consumerTag);
    }

    @Override
    public AMQP.Basic.RecoverOk basicRecover(boolean requeue) throws IOException {
        var ok = (AMQP.Basic.RecoverOk)
                call(new AMQP.Basic.Recover.Builder().requeue(requeue).build());
        channel.execute(() -> consumers.forEach((tag, consumer) -> consumer.recovered(tag)));
        return ok;
    }

    @Override
    public @Nullable GetResponse basicGet(String queue, boolean autoAck) throws IOException {
        expectOpen();
        Method method = new AMQP.Basic.Get.Builder().queue(queue).noAck(autoAck).build();
        Optional<Delivery> got;
        try {
            got = Waits.forReply(channel.basicGet(new BasicMethod.Get(queue, autoAck)), this, method);
        } catch (ClosedException e) {
            throw alreadyClosed();
        }
        if (got.isEmpty()) {
            return null;
        }
        Delivery delivery = got.get();
        metrics().consumedMessage(this, delivery.deliveryTag(), autoAck);
        return new GetResponse(envelope(delivery), properties.toRabbit(delivery.properties()), delivery.body(), (int)
                delivery.messageCount().orElseThrow());
    }

    @Override
    public void basicAck(long deliveryTag, boolean multiple) throws IOException {
        acknowledge(() -> channel.basicAck(deliveryTag, multiple));
        metrics().basicAck(this, deliveryTag, multiple);
    }

    @Override
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) throws IOException {
        acknowledge(() -> channel.basicNack(deliveryTag, multiple, requeue));
        metrics().basicNack(this, deliveryTag, requeue);
    }

    @Override
    public void basicReject(long deliveryTag, boolean requeue) throws IOException {
        acknowledge(() -> channel.basicReject(deliveryTag, requeue));
        metrics().basicReject(this, deliveryTag, requeue);
    }

    private void acknowledge(Runnable acknowledgement) throws IOException {
        expectOpen();
        try {
            acknowledgement.run();
        } catch (ClosedException e) {
            throw alreadyClosed();
        } catch (DeliveryTagException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "AMQChannel(" + connection + "," + channel.number() + ")";
    }
}
