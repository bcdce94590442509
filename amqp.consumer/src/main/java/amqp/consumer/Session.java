// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.adapter.spi.Cancellable;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConsumerCancelledException;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Dispatch;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel with its consumer, over all losses of the connection that it survives. Its methods as a handler, and all that
 * has to do with batches, run on the channel's dispatch. The channel is closed once the consumer has ended and every
 * message of it is done.
 */
final class Session implements DeliveryHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final QueueConsumer consumer;
    private final Connection connection;

    /** What is collected for one call of the handler. On the dispatch. */
    private List<Delivery> batch = new ArrayList<>();

    private @Nullable Cancellable batchTimeout;

    /** Messages that are not done, and one more while new ones may come. At zero the channel closes. */
    private final AtomicInteger open = new AtomicInteger(1);

    /** Another one after each loss. Changed on the dispatch. */
    private volatile int life;

    /** Null until it is open. */
    private volatile @Nullable Channel channel;

    Session(QueueConsumer consumer, Connection connection) {
        this.consumer = consumer;
        this.connection = connection;
    }

    /** Opens the channel and consumes on it. */
    void begin(BasicMethod.Consume method, int prefetch) {
        openChannel()
                .thenCompose(opened -> {
                    channel = opened;
                    if (consumer.state() == ConsumerState.ENDED) {
                        opened.close(); // nobody has seen that it is open
                    }
                    return opened.basicQos(prefetch).thenCompose(ok -> opened.basicConsume(method, this));
                })
                .whenComplete((tag, failure) -> {
                    if (failure == null) {
                        consumer.began(this, tag);
                    } else {
                        over();
                        consumer.lost(this, failure instanceof CompletionException ? failure.getCause() : failure);
                    }
                });
    }

    private CompletionStage<Channel> openChannel() {
        try {
            return connection.openChannel();
        } catch (IllegalStateException noNumberIsFree) {
            return CompletableFuture.failedStage(noNumberIsFree);
        }
    }

    /** Takes no more messages. */
    void cancel(String consumerTag) {
        channel.basicCancel(consumerTag, (ok, failure) -> {
            if (failure != null) {
                channel.close();
            }
        });
    }

    /** Closes the channel, whatever is not done. */
    CompletionStage<?> close() {
        Channel last = channel;
        return last == null ? CompletableFuture.completedStage(null) : last.close();
    }

    /** Runs a task later, beside all others; never once the connection is closed for good. */
    void schedule(Duration delay, Runnable task) {
        connection.schedule(delay, Dispatch.COMPLETION_EXECUTOR, task);
    }

    int life() {
        return life;
    }

    /** Whether the broker has the messages of that life back, or the consumer has ended. A stream does not send them again. */
    boolean isGone(int ofLife) {
        return consumer.state() == ConsumerState.ENDED || !consumer.isOfStream() && ofLife != life;
    }

    /** So many messages are done. */
    void done(int messages) {
        consumer.inHand(-messages);
        if (open.addAndGet(-messages) == 0) {
            closeWhenAcknowledged();
        }
    }

    /** Acknowledges or rejects. Nothing is lost where that does not arrive: the broker delivers the message again. */
    static void settle(Delivery delivery, Consumer<Delivery> how) {
        try {
            how.accept(delivery);
        } catch (ClosedException | DeliveryTagException notTaken) {
            LOG.debug("{} was not acknowledged", delivery, notTaken);
        }
    }

    private void closeWhenAcknowledged() {
        Channel last = channel;
        if (last == null) {
            consumer.closed(this);
        } else {
            last.acknowledged().thenCompose(all -> last.close()).thenRun(() -> consumer.closed(this));
        }
    }

    /** No more messages come. Once. */
    private void over() {
        if (open.decrementAndGet() == 0) {
            closeWhenAcknowledged();
        }
    }

    // ---- on the dispatch ----

    @Override
    public void onDelivery(Delivery delivery) {
        open.incrementAndGet();
        consumer.inHand(1);
        consumer.came(delivery);
        batch.add(delivery);
        if (batch.size() >= consumer.batchSize()) {
            handOn();
        } else if (batch.size() == 1) {
            batchTimeout = channel.schedule(consumer.options().batchTimeout(), this::handOn);
        }
    }

    private void handOn() {
        List<Delivery> collected = take();
        if (!collected.isEmpty()) {
            consumer.handle(this, collected);
        }
    }

    private List<Delivery> take() {
        if (batchTimeout != null) {
            batchTimeout.cancel();
            batchTimeout = null;
        }
        List<Delivery> taken = batch;
        batch = new ArrayList<>();
        return taken;
    }

    private void newLife() {
        if (consumer.isOfStream()) {
            handOn();
        }
        life++;
        done(take().size());
    }

    /** One by one they are handled on other threads. */
    @Override
    public boolean handsOn() {
        return !consumer.isInBatches();
    }

    @Override
    public void onInterrupted(ClosedException why) {
        newLife();
        consumer.interrupted(this, why);
    }

    @Override
    public void onResumed(String consumerTag) {
        consumer.resumed(this, consumerTag);
    }

    /** The channel stays open: what came before can be acknowledged. */
    @Override
    public void onCancel(String consumerTag) {
        handOn();
        consumer.lost(this, new ConsumerCancelledException(consumerTag));
        over();
    }

    @Override
    public void onCancelOk(String consumerTag) {
        handOn();
        over();
    }

    @Override
    public void onClosed(ClosedException why) {
        newLife();
        consumer.lost(this, why);
        over();
    }
}
