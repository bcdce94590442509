// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One message, or a batch, from when it came until it is done: handled, as often as it takes, and acknowledged, or put
 * where failed messages go. One thing at a time happens to it, on changing threads.
 */
final class Handling implements Lanes.Task {
    /** All kinds of handlers. */
    @FunctionalInterface
    interface Handler {
        /** Returns null when all is done. */
        @Nullable
        CompletionStage<?> handle(List<Delivery> deliveries) throws Exception;
    }

    private final QueueConsumer consumer;
    private final Session session;

    /** The life of the session that it came in. */
    private final int life;

    private final List<Delivery> deliveries;
    private final @Nullable Object key;
    private final Delays retries;

    /**
     * @param deliveries at least one
     */
    Handling(QueueConsumer consumer, Session session, List<Delivery> deliveries, @Nullable Object key) {
        this.consumer = consumer;
        this.session = session;
        this.life = session.life();
        this.deliveries = deliveries;
        this.key = key;
        this.retries = new Delays(consumer.options().retries());
    }

    @Override
    public @Nullable Object key() {
        return key;
    }

    @Override
    public void run() {
        if (isGone()) {
            consumer.lanes().ran();
            done();
            return;
        }
        try {
            CompletionStage<?> outcome = consumer.handleObserved(deliveries);
            if (outcome == null) {
                handled(null);
            } else {
                outcome.whenComplete((nothing, failure) -> handled(failure));
            }
        } catch (Throwable e) {
            handled(e);
        }
    }

    /** The broker has it back and delivers it again, or the consumer has ended. */
    private boolean isGone() {
        return session.isGone(life);
    }

    private void handled(@Nullable Throwable failure) {
        if (failure != null) {
            failed(failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure);
        } else {
            if (consumer.options().acknowledgement() == Acknowledgement.AUTOMATIC) {
                acknowledge();
            }
            done();
        }
        consumer.lanes().ran();
    }

    private void acknowledge() {
        if (consumer.isInOrder()) {
            Session.settle(deliveries.get(deliveries.size() - 1), Delivery::ackMultiple);
        } else {
            deliveries.forEach(delivery -> Session.settle(delivery, Delivery::ack));
        }
    }

    private void failed(Throwable why) {
        boolean manual = consumer.options().acknowledgement() == Acknowledgement.MANUAL;
        Duration delay = manual ? null : retries.next();
        int attempts = manual ? 1 : retries.failures();
        if (isGone()) {
            consumer.failedInVain(deliveries.get(0), why);
            done();
        } else if (delay != null) {
            consumer.retrying(deliveries.get(0), attempts, why, delay);
            session.schedule(delay, () -> consumer.lanes().again(this));
        } else {
            consumer.failed(deliveries.get(0), attempts, why);
            giveUp(why);
        }
    }

    private void giveUp(Throwable why) {
        FailedMessages failed = consumer.options().failed();
        if (failed.kind() == FailedMessages.Kind.PUBLISH) {
            publishFrom(0, why);
        } else {
            boolean requeue = failed.kind() == FailedMessages.Kind.REQUEUE;
            deliveries.forEach(delivery -> Session.settle(delivery, one -> one.nack(requeue)));
            done();
        }
    }

    /** One after the other, so that they keep their order, until the broker has them back. */
    private void publishFrom(int index, Throwable why) {
        if (index == deliveries.size() || isGone()) {
            done();
        } else {
            publish(index, why, new Delays(consumer.options().restarts()));
        }
    }

    private void publish(int index, Throwable why, Delays delays) {
        Delivery delivery = deliveries.get(index);
        consumer.failedQueue().publish(delivery, why, problem -> {
            if (problem == null) {
                Session.settle(delivery, Delivery::ack);
                publishFrom(index + 1, why);
                return;
            }
            consumer.notPublished(delivery, problem);
            Duration delay = isGone() ? null : delays.next();
            if (delay == null) {
                Session.settle(delivery, one -> one.nack(true));
                publishFrom(index + 1, why);
            } else {
                session.schedule(delay, () -> publish(index, why, delays));
            }
        });
    }

    private void done() {
        consumer.lanes().done(this);
        session.done(deliveries.size());
    }
}
