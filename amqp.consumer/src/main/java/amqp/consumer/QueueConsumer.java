// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.adapter.spi.Cancellable;
import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionState;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.client.RareWarning;
import amqp.codec.FieldValue;
import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a handler with the messages of a queue, and starts again after a delay when its channel is closed or the broker
 * cancels it. A lost connection recovers it.
 *
 * <p>{@link ConsumerOptions} say how many messages are handled at once, which of them in order, how often a failed
 * handler is called again, and what happens to the message then. A message is acknowledged when it is finished. If the
 * acknowledgement is lost with the connection, the message is handled again.
 *
 * <p>The handler runs on daemon threads of the consumer, or on {@link ConsumerOptions.Builder#executor}; it may block.
 * Safe to use from any number of threads; no method blocks.
 */
public final class QueueConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);
    private static final String STREAM_OFFSET = "x-stream-offset";
    private static final long IDLE_THREAD_SECONDS = 10;

    /** The key of all messages where they are handled one after the other. */
    private static final Object ONE_BY_ONE = new Object();

    private final Connection connection;
    private final BasicMethod.Consume method;
    private final ConsumerOptions options;
    private final int batchSize;
    private final Handling.Handler handler;
    private final @Nullable ExecutorService ownExecutor;
    private final Lanes lanes;
    private final FailedQueue failedQueue;
    private final AtomicInteger inHand = new AtomicInteger();
    private final RareWarning failedHandlers = new RareWarning();
    private final RareWarning unpublished = new RareWarning();
    private final CompletableFuture<QueueConsumer> started = new CompletableFuture<>();
    private final CompletableFuture<ConsumerEnd> ended = new CompletableFuture<>();

    private final ConnectionListener connectionEnd = new ConnectionListener() {
        @Override
        public void onClosed(CloseReason reason) {
            end(new ClosedException(connection.toString(), reason));
        }
    };

    // Never held while anything outside is called.
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock; the state is read without it too.
    private volatile ConsumerState state = ConsumerState.STARTING;
    private final Set<Session> sessions = new HashSet<>();
    /** The one that is to consume; null while waiting for the next attempt. */
    private @Nullable Session current;

    private String consumerTag = "";
    private boolean hasConsumed;
    private Delays restarts;
    private @Nullable Cancellable nextAttempt;
    private @Nullable Cancellable stopLimit;

    /** Of the last message that came from a stream; -1 before. On the dispatch of the present session. */
    private volatile long lastOffset = -1;

    private QueueConsumer(
            Connection connection,
            BasicMethod.Consume method,
            ConsumerOptions options,
            int batchSize,
            Handling.Handler handler) {
        this.connection = Objects.requireNonNull(connection, "connection");
        this.method = Objects.requireNonNull(method, "method");
        this.options = Objects.requireNonNull(options, "options");
        this.batchSize = batchSize;
        this.handler = handler;
        this.restarts = new Delays(options.restarts());
        this.ownExecutor = options.executor() == null ? ownThreads(method.queue(), options.concurrency()) : null;
        this.lanes =
                new Lanes(options.concurrency(), ownExecutor == null ? options.executor() : ownExecutor, this::end);
        this.failedQueue = new FailedQueue(connection, method.queue(), options.failed());
    }

    private static ExecutorService ownThreads(String queue, int most) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "amqp-consumer-" + queue + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Starts a consumer with {@link ConsumerOptions#DEFAULT}; see {@link #start(Connection, BasicMethod.Consume,
     * ConsumerOptions, MessageHandler)}.
     *
     * @param connection the consumer opens channels of it
     * @param queue name of the queue
     * @param handler called with each message
     */
    public static CompletionStage<QueueConsumer> start(Connection connection, String queue, MessageHandler handler) {
        return start(connection, queue, ConsumerOptions.DEFAULT, handler);
    }

    /**
     * Starts a consumer; see {@link #start(Connection, BasicMethod.Consume, ConsumerOptions, MessageHandler)}.
     *
     * @param connection the consumer opens channels of it
     * @param queue name of the queue
     * @param options how to consume
     * @param handler called with each message
     */
    public static CompletionStage<QueueConsumer> start(
            Connection connection, String queue, ConsumerOptions options, MessageHandler handler) {
        return start(connection, BasicMethod.Consume.of(queue), options, handler);
    }

    /**
     * Starts a consumer. The stage completes when the broker has started it, and fails with {@link ClosedException} when
     * the queue does not exist or may not be read, or the connection is closed, unless
     * {@link ConsumerOptions#retryFirstStart} is set. Complete or cancel the stage before that to end the consumer.
     *
     * @param connection the consumer opens channels of it, one at a time and one for failed messages
     * @param method the queue, and arguments such as a priority; for a stream, {@code x-stream-offset} is the first
     *     offset, and after a loss the consumer continues after the last message
     * @param options how to consume
     * @param handler called with each message
     * @throws IllegalArgumentException when the method has no-ack
     */
    public static CompletionStage<QueueConsumer> start(
            Connection connection, BasicMethod.Consume method, ConsumerOptions options, MessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return start(connection, method, options, 1, deliveries -> {
            handler.handle(deliveries.get(0));
            return null;
        });
    }

    /**
     * Starts a consumer whose handler returns a stage; see {@link #startAsync(Connection,
     * BasicMethod.Consume, ConsumerOptions, AsyncMessageHandler)}.
     *
     * @param connection the consumer opens channels of it
     * @param queue name of the queue
     * @param options how to consume
     * @param handler called with each message
     */
    public static CompletionStage<QueueConsumer> startAsync(
            Connection connection, String queue, ConsumerOptions options, AsyncMessageHandler handler) {
        return startAsync(connection, BasicMethod.Consume.of(queue), options, handler);
    }

    /**
     * Starts a consumer whose handler returns a stage that completes when the message is finished; otherwise as
     * {@link #start(Connection, BasicMethod.Consume, ConsumerOptions, MessageHandler)}.
     *
     * @param connection the consumer opens channels of it
     * @param method the queue, and arguments
     * @param options how to consume
     * @param handler called with each message
     * @throws IllegalArgumentException when the method has no-ack
     */
    public static CompletionStage<QueueConsumer> startAsync(
            Connection connection, BasicMethod.Consume method, ConsumerOptions options, AsyncMessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return start(
                connection,
                method,
                options,
                1,
                deliveries -> Objects.requireNonNull(handler.handle(deliveries.get(0)), "the handler's stage"));
    }

    /**
     * Starts a consumer that handles messages in batches; see {@link #startBatches(Connection, BasicMethod.Consume,
     * ConsumerOptions, BatchHandler)}.
     *
     * @param connection the consumer opens channels of it
     * @param queue name of the queue
     * @param options how to consume, including the size of a batch
     * @param handler called with each batch
     */
    public static CompletionStage<QueueConsumer> startBatches(
            Connection connection, String queue, ConsumerOptions options, BatchHandler handler) {
        return startBatches(connection, BasicMethod.Consume.of(queue), options, handler);
    }

    /**
     * Starts a consumer that handles messages in batches: the handler gets a batch when it has
     * {@link ConsumerOptions#batchSize} messages, or its first one has waited for {@link ConsumerOptions#batchTimeout};
     * otherwise as {@link #start(Connection, BasicMethod.Consume, ConsumerOptions, MessageHandler)}.
     *
     * @param connection the consumer opens channels of it
     * @param method the queue, and arguments
     * @param options how to consume, including the size of a batch
     * @param handler called with each batch
     * @throws IllegalArgumentException when the method has no-ack, or are ordered by key
     */
    public static CompletionStage<QueueConsumer> startBatches(
            Connection connection, BasicMethod.Consume method, ConsumerOptions options, BatchHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (options.isOrderedByKey()) {
            throw new IllegalArgumentException("a batch has messages of all keys, so that it cannot be ordered by key");
        }
        return start(connection, method, options, options.batchSize(), deliveries -> {
            handler.handle(deliveries);
            return null;
        });
    }

    private static CompletionStage<QueueConsumer> start(
            Connection connection,
            BasicMethod.Consume method,
            ConsumerOptions options,
            int batchSize,
            Handling.Handler handler) {
        if (method.noAck()) {
            throw new IllegalArgumentException("a consumer with retries needs acknowledgements; without (no-ack) the"
                    + " broker would send messages without end; use Channel.basicConsume for that");
        }
        QueueConsumer consumer = new QueueConsumer(connection, method, options, batchSize, handler);
        consumer.start();
        return consumer.started;
    }

    private void start() {
        started.whenComplete((consumer, failure) -> {
            if (failure != null) {
                end(null);
            }
        });
        connection.addListener(connectionEnd);
        if (connection.state() == ConnectionState.CLOSED) {
            connection.closed().thenAccept(connectionEnd::onClosed); // it may have been before the listener came
        } else {
            attempt();
        }
    }

    // ---- for the application ----

    /** Returns the current state. */
    public ConsumerState state() {
        return state;
    }

    /** Returns the number of received messages that are not finished, including those that wait for a handler. */
    public int inHand() {
        return inHand.get();
    }

    /** Stops with {@link ConsumerOptions#stopTimeout}; see {@link #stop(Duration)}. */
    public CompletionStage<ConsumerEnd> stop() {
        return stop(options.stopTimeout());
    }

    /**
     * Stops the consumer: takes no more messages, waits until all received messages are finished and acknowledged, and
     * closes the channel. So no handled message is delivered again, and no other message of a classic queue is marked
     * as redelivered. After the timeout it ends in any case: unacknowledged messages go back to their queue, and
     * handlers that still run are not interrupted.
     *
     * @param timeout zero or more; that of the first call counts
     * @return completes when the consumer has ended, and never fails
     */
    public CompletionStage<ConsumerEnd> stop(Duration timeout) {
        Objects.requireNonNull(timeout, "timeout");
        Session toCancel = null;
        String tag;
        boolean idle;
        lock.lock();
        try {
            if (state == ConsumerState.STOPPING || state == ConsumerState.ENDED) {
                return ended.minimalCompletionStage();
            }
            tag = consumerTag;
            if (!tag.isEmpty()) {
                toCancel = current;
            }
            state = ConsumerState.STOPPING;
            forget(nextAttempt);
            idle = sessions.isEmpty();
            stopLimit = connection.schedule(timeout, Dispatch.COMPLETION_EXECUTOR, () -> end(null));
        } finally {
            lock.unlock();
        }
        if (toCancel != null) {
            toCancel.cancel(tag);
        }
        if (idle) {
            end(null);
        }
        return ended.minimalCompletionStage();
    }

    /**
     * Returns a stage that completes when the consumer has ended: it was stopped, gave up, or its connection is closed.
     * The stage never fails.
     */
    public CompletionStage<ConsumerEnd> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public String toString() {
        return "the consumer of queue " + method.queue();
    }

    // ---- its sessions; on any thread ----

    private void attempt() {
        Session session = new Session(this, connection);
        lock.lock();
        try {
            if (state != ConsumerState.STARTING) {
                return;
            }
            current = session;
            sessions.add(session);
        } finally {
            lock.unlock();
        }
        session.begin(
                lastOffset < 0 ? method : method.arguments(method.arguments().with(STREAM_OFFSET, lastOffset + 1)),
                options.prefetchFor(batchSize));
    }

    void began(Session session, String tag) {
        boolean cancel;
        boolean first;
        lock.lock();
        try {
            if (session != current || state == ConsumerState.ENDED) {
                return; // the session or the consumer has ended already
            }
            cancel = state == ConsumerState.STOPPING;
            first = !hasConsumed;
            hasConsumed = true;
            consumerTag = tag;
            restarts = new Delays(options.restarts());
            if (!cancel) {
                state = ConsumerState.CONSUMING;
            }
        } finally {
            lock.unlock();
        }
        if (cancel) {
            session.cancel(tag);
        }
        if (first) {
            LOG.debug("{} has started", this);
        } else {
            LOG.info("{} has started again", this);
        }
        tell(listener -> listener.onConsuming(tag));
        started.complete(this);
    }

    /** The connection is lost, and is to bring it back. */
    void interrupted(Session session, Throwable why) {
        if (move(session, ConsumerState.CONSUMING, ConsumerState.STARTING)) {
            tell(listener -> listener.onInterrupted(why));
        }
    }

    void resumed(Session session, String tag) {
        if (move(session, ConsumerState.STARTING, ConsumerState.CONSUMING)) {
            tell(listener -> listener.onConsuming(tag));
        }
    }

    private boolean move(Session session, ConsumerState from, ConsumerState to) {
        lock.lock();
        try {
            boolean moves = session == current && state == from;
            if (moves) {
                state = to;
            }
            return moves;
        } finally {
            lock.unlock();
        }
    }

    /** A session has ended, or could not begin. */
    void lost(Session session, Throwable why) {
        boolean wasConsuming;
        Duration delay = null;
        lock.lock();
        try {
            if (session != current) {
                return;
            }
            current = null;
            consumerTag = "";
            wasConsuming = state == ConsumerState.CONSUMING;
            if (state == ConsumerState.STOPPING || state == ConsumerState.ENDED) {
                return;
            }
            if (isWorthAnAttempt(why)) {
                delay = restarts.next();
            }
            if (delay != null) {
                state = ConsumerState.STARTING;
                nextAttempt = connection.schedule(delay, Dispatch.COMPLETION_EXECUTOR, this::attempt);
            }
        } finally {
            lock.unlock();
        }
        if (wasConsuming) {
            tell(listener -> listener.onInterrupted(why));
        }
        if (delay == null) {
            end(why);
            return;
        }
        LOG.warn("{} starts again in {} ms: {}", this, delay.toMillis(), why.getMessage());
        if (!wasConsuming) {
            Duration next = delay;
            tell(listener -> listener.onAttemptFailed(why, next));
        }
    }

    /** Under the lock. */
    private boolean isWorthAnAttempt(Throwable why) {
        boolean closedHere =
                why instanceof ClosedException closed && closed.reason() instanceof CloseReason.ByApplication;
        return !closedHere
                && connection.state() != ConnectionState.CLOSED
                && !(why instanceof IllegalArgumentException) // cannot be sent
                && (hasConsumed || options.retryFirstStart());
    }

    /** Its channel is closed, and all of its messages are done. */
    void closed(Session session) {
        boolean last;
        lock.lock();
        try {
            sessions.remove(session);
            last = state == ConsumerState.STOPPING && sessions.isEmpty();
        } finally {
            lock.unlock();
        }
        if (last) {
            end(null);
        }
    }

    private void end(@Nullable Throwable failure) {
        List<Session> left;
        ConsumerEnd end;
        lock.lock();
        try {
            if (state == ConsumerState.ENDED) {
                return;
            }
            state = ConsumerState.ENDED;
            left = List.copyOf(sessions);
            sessions.clear();
            forget(nextAttempt);
            forget(stopLimit);
            end = new ConsumerEnd(failure, inHand.get());
        } finally {
            lock.unlock();
        }
        connection.removeListener(connectionEnd);
        if (failure != null && hasConsumed) {
            LOG.warn("{} has ended: {}", this, failure.getMessage());
        }
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
        failedQueue.close();
        CompletableFuture<?>[] closing = left.stream()
                .map(session -> session.close().toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(closing).thenRun(() -> {
            tell(listener -> listener.onEnded(end));
            ended.complete(end);
            started.completeExceptionally(
                    failure == null ? new IllegalStateException(this + " was stopped before it began") : failure);
        });
    }

    private static void forget(@Nullable Cancellable task) {
        if (task != null) {
            task.cancel();
        }
    }

    // ---- its messages ----

    ConsumerOptions options() {
        return options;
    }

    int batchSize() {
        return batchSize;
    }

    /** A batch has no observed handler: its messages were observed as they came. */
    @Nullable
    CompletionStage<?> handleObserved(List<Delivery> deliveries) throws Exception {
        return isInBatches()
                ? handler.handle(deliveries)
                : deliveries
                        .get(0)
                        .observed(connection.currentQueueName(method.queue()), () -> handler.handle(deliveries));
    }

    boolean isInBatches() {
        return batchSize > 1;
    }

    Lanes lanes() {
        return lanes;
    }

    FailedQueue failedQueue() {
        return failedQueue;
    }

    /** Whether messages are handled one after the other. */
    boolean isInOrder() {
        return options.concurrency() == 1 && !options.isOrderedByKey();
    }

    /** Streams are told by the place where to begin. */
    boolean isOfStream() {
        return method.arguments().get(STREAM_OFFSET) != null;
    }

    void inHand(int more) {
        inHand.addAndGet(more);
    }

    /** A message of the present session. On its dispatch. */
    void came(Delivery delivery) {
        if (isOfStream()) {
            try {
                FieldValue offset = delivery.properties().headers().get(STREAM_OFFSET);
                if (offset != null) {
                    lastOffset = offset.asLong();
                }
            } catch (WireException | IllegalStateException noOffset) {
                LOG.debug("{}: {} tells no place in a stream", this, delivery);
            }
        }
    }

    void handle(Session session, List<Delivery> deliveries) {
        lanes.add(new Handling(this, session, deliveries, keyOf(deliveries)));
    }

    private @Nullable Object keyOf(List<Delivery> deliveries) {
        if (isInOrder()) {
            return ONE_BY_ONE;
        }
        try {
            return options.keyOf(deliveries.get(0));
        } catch (Throwable foreign) {
            warn(failedHandlers, "the key of a message failed", foreign);
            return null;
        }
    }

    void retrying(Delivery delivery, int attempt, Throwable why, Duration delay) {
        LOG.debug("{}: attempt {} with {} failed, the next one in {}", this, attempt, delivery, delay, why);
        tell(listener -> listener.onRetry(delivery, attempt, why, delay));
    }

    void failed(Delivery delivery, int attempts, Throwable why) {
        warn(failedHandlers, "a handler has failed for the last time", why);
        tell(listener -> listener.onFailed(delivery, attempts, why));
    }

    /** The broker delivers the message again. */
    void failedInVain(Delivery delivery, Throwable why) {
        LOG.debug("{}: a handler failed with {} that is lost already", this, delivery, why);
    }

    void notPublished(Delivery delivery, Throwable why) {
        warn(unpublished, "a failed message could not be published", why);
    }

    private void warn(RareWarning rare, String what, Throwable why) {
        long leftOut = rare.leftOut(System.nanoTime());
        if (leftOut == RareWarning.NOT_NOW) {
            LOG.debug("{}: {}", this, what, why);
        } else {
            LOG.warn("{}: {}{}", this, what, RareWarning.more(leftOut, "warning"), why);
        }
    }

    private void tell(Consumer<ConsumerListener> event) {
        try {
            event.accept(options.listener());
        } catch (Throwable foreign) {
            LOG.error("{}: its listener failed", this, foreign);
        }
    }
}
