// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.client.Delivery;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Options of a {@link QueueConsumer}. Immutable; made by {@link #builder}. */
public final class ConsumerOptions {
    private static final int MOST_PREFETCH = 65_535;
    private static final int LEAST_DEFAULT_PREFETCH = 50;

    /**
     * One message at a time, acknowledged when its handler returns; three retries after about 1, 2 and 4 s, then the
     * message is requeued; the consumer restarts without limit.
     */
    public static final ConsumerOptions DEFAULT = builder().build();

    private final int concurrency;
    private final int prefetch;
    private final @Nullable Function<? super Delivery, ?> key;
    private final Acknowledgement acknowledgement;
    private final ReconnectionStrategy retries;
    private final FailedMessages failed;
    private final int batchSize;
    private final Duration batchTimeout;
    private final ReconnectionStrategy restarts;
    private final boolean retryFirstStart;
    private final Duration stopTimeout;
    private final @Nullable Executor executor;
    private final ConsumerListener listener;

    private ConsumerOptions(Builder from) {
        concurrency = from.concurrency;
        prefetch = from.prefetch;
        key = from.key;
        acknowledgement = from.acknowledgement;
        retries = from.retries;
        failed = from.failed;
        batchSize = from.batchSize;
        batchTimeout = from.batchTimeout;
        restarts = from.restarts;
        retryFirstStart = from.retryFirstStart;
        stopTimeout = from.stopTimeout;
        executor = from.executor;
        listener = from.listener;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.concurrency = concurrency;
        builder.prefetch = prefetch;
        builder.key = key;
        builder.acknowledgement = acknowledgement;
        builder.retries = retries;
        builder.failed = failed;
        builder.batchSize = batchSize;
        builder.batchTimeout = batchTimeout;
        builder.restarts = restarts;
        builder.retryFirstStart = retryFirstStart;
        builder.stopTimeout = stopTimeout;
        builder.executor = executor;
        builder.listener = listener;
        return builder;
    }

    /** Returns how many calls of the handler may run at once. */
    public int concurrency() {
        return concurrency;
    }

    /** Returns how many unacknowledged messages the broker may send; 0 for a number that suits the concurrency. */
    public int prefetch() {
        return prefetch;
    }

    /** Returns who acknowledges. */
    public Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    /** Returns when a failed handler is called again. */
    public ReconnectionStrategy retries() {
        return retries;
    }

    /** Returns the largest number of messages in a batch. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns how long the first message of a batch waits for others at most. */
    public Duration batchTimeout() {
        return batchTimeout;
    }

    /** Returns when the consumer tries to start again. */
    public ReconnectionStrategy restarts() {
        return restarts;
    }

    /** Returns whether {@link #restarts} also applies to the first start. */
    public boolean retryFirstStart() {
        return retryFirstStart;
    }

    /** Returns how long {@link QueueConsumer#stop()} waits for the received messages. */
    public Duration stopTimeout() {
        return stopTimeout;
    }

    @Nullable
    Executor executor() {
        return executor;
    }

    ConsumerListener listener() {
        return listener;
    }

    FailedMessages failed() {
        return failed;
    }

    boolean isOrderedByKey() {
        return key != null;
    }

    /** Null for none. */
    @Nullable
    Object keyOf(Delivery delivery) {
        return key == null ? null : key.apply(delivery);
    }

    /**
     * What the broker is asked for.
     *
     * @param size of a batch; 1 without batches
     */
    int prefetchFor(int size) {
        return prefetch > 0
                ? prefetch
                : (int) Math.min(MOST_PREFETCH, Math.max(LEAST_DEFAULT_PREFETCH, 2L * size * concurrency));
    }

    @Override
    public String toString() {
        return "ConsumerOptions[concurrency=" + concurrency + ", prefetch=" + prefetch + ", ordered by key="
                + isOrderedByKey() + ", acknowledgement=" + acknowledgement + ", retries=" + retries + ", failed="
                + failed
                + ", batchSize=" + batchSize + ", batchTimeout=" + batchTimeout + ", restarts=" + restarts
                + ", retryFirstStart=" + retryFirstStart + ", stopTimeout=" + stopTimeout + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private int concurrency = 1;
        private int prefetch;
        private @Nullable Function<? super Delivery, ?> key;
        private Acknowledgement acknowledgement = Acknowledgement.AUTOMATIC;
        private ReconnectionStrategy retries =
                ReconnectionStrategy.exponential().atMost(3);
        private FailedMessages failed = FailedMessages.REQUEUE;
        private int batchSize = 100;
        private Duration batchTimeout = Duration.ofSeconds(1);
        private ReconnectionStrategy restarts = ReconnectionStrategy.exponential();
        private boolean retryFirstStart;
        private Duration stopTimeout = Duration.ofSeconds(30);
        private @Nullable Executor executor;
        private ConsumerListener listener = new ConsumerListener() {};

        private Builder() {}

        /**
         * Sets how many calls of the handler may run at once; 1 by default, which keeps the order of the queue: a
         * message that is retried delays those after it. With more, messages overtake each other, unless
         * {@link #orderedBy} is set.
         *
         * @param handlers 1 to 65535
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder concurrency(int handlers) {
            if (handlers < 1 || handlers > MOST_PREFETCH) {
                throw new IllegalArgumentException("the concurrency of a consumer is 1 to 65535, not " + handlers);
            }
            concurrency = handlers;
            return this;
        }

        /**
         * Sets the prefetch of the consumer (basic.qos): how many unacknowledged messages the broker may send. By
         * default it is twice the number of messages that the handlers work on at once, and at least 50. With less than
         * the concurrency, or less than a batch, handlers have no work. With slow handlers, a small prefetch is fairer
         * to other consumers of the queue.
         *
         * @param messages 1 to 65535; 0 for the default
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder prefetch(int messages) {
            if (messages < 0 || messages > MOST_PREFETCH) {
                throw new IllegalArgumentException(
                        "the prefetch of a consumer is 1 to 65535, or 0 for the default, not " + messages);
            }
            prefetch = messages;
            return this;
        }

        /**
         * Sets a function that returns the key of a message. Messages with the same key are handled one after the
         * other, in the order of the queue, and a retried one before the next; messages with other keys are handled at
         * the same time. Not for batches.
         *
         * @param of returns the key, such as an account number from the headers, with {@code equals} and
         *     {@code hashCode}; null for a message that needs no order. Called once for each message, where the
         *     channel's dispatch says; if it throws, the message has no key
         */
        public Builder orderedBy(Function<? super Delivery, ?> of) {
            key = Objects.requireNonNull(of, "key");
            return this;
        }

        /**
         * Sets who acknowledges; the consumer by default.
         *
         * @param who with {@link Acknowledgement#MANUAL} there are no retries, and failed messages cannot be published
         */
        public Builder acknowledgement(Acknowledgement who) {
            acknowledgement = Objects.requireNonNull(who, "acknowledgement");
            return this;
        }

        /**
         * Sets how often a failed handler is called with the message again, with a fixed delay; see
         * {@link #retries(ReconnectionStrategy)}.
         *
         * @param most number of retries; 0 for none
         * @param delay before each retry
         * @throws IllegalArgumentException when the number is negative or the delay is not positive
         */
        public Builder retries(int most, Duration delay) {
            return retries(ReconnectionStrategy.fixed(delay).atMost(most));
        }

        /**
         * Sets when a failed handler is called with the message again; by default three times, after about 1, 2 and 4
         * s. During this time the message counts for the prefetch, but not for the concurrency, and the retries must
         * end before the broker's acknowledgement timeout, 30 minutes by default. When the broker delivers the message
         * again after a loss, its retries start from the beginning.
         *
         * @param when called with 1 after the first call, and the time since that one failed
         */
        public Builder retries(ReconnectionStrategy when) {
            retries = Objects.requireNonNull(when, "retries");
            return this;
        }

        /**
         * Sets that a message is requeued, and so delivered again, when its last retry has failed. This is the default.
         */
        public Builder requeueFailed() {
            failed = FailedMessages.REQUEUE;
            return this;
        }

        /**
         * Sets that a message is rejected when its last retry has failed: it goes to the dead-letter exchange of its
         * queue, and is lost if there is none.
         */
        public Builder rejectFailed() {
            failed = FailedMessages.REJECT;
            return this;
        }

        /**
         * Sets that a message is published to another exchange or queue when its last retry has failed, and
         * acknowledged when the broker has confirmed that. Until then, the publish is repeated with the delays of
         * {@link #restarts}. A loss between the two may leave the message in both places.
         *
         * <p>The published message keeps its properties except user-id and expiration, and its headers except CC, and
         * gets the headers {@code x-exception-message}, {@code x-original-queue}, {@code x-original-exchange} and
         * {@code x-original-routingKey}.
         *
         * @param exchange name of the exchange; "" for the default one
         * @param routingKey such as the name of a queue, which must exist: a message that no queue accepts is not
         *     acknowledged
         */
        public Builder publishFailed(String exchange, String routingKey) {
            failed = FailedMessages.publish(exchange, routingKey);
            return this;
        }

        /**
         * Sets the largest number of messages in a batch; 100 by default.
         *
         * @param messages 1 to 65535
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder batchSize(int messages) {
            if (messages < 1 || messages > MOST_PREFETCH) {
                throw new IllegalArgumentException("the size of a batch is 1 to 65535, not " + messages);
            }
            batchSize = messages;
            return this;
        }

        /**
         * Sets how long the first message of a batch waits for others at most; 1 s by default.
         *
         * @param longest positive
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder batchTimeout(Duration longest) {
            if (longest.isNegative() || longest.isZero()) {
                throw new IllegalArgumentException("the timeout of a batch is positive, not " + longest);
            }
            batchTimeout = longest;
            return this;
        }

        /**
         * Sets when the consumer starts again, after its channel was closed, for instance by an acknowledgement
         * timeout, or the broker has cancelled it, for instance because its queue was deleted. By default exponential
         * delays of 1 s to 5 s with jitter, without limit. When the strategy gives up, the consumer ends. A lost
         * connection is recovered as its own options say.
         *
         * @param when {@link ReconnectionStrategy#none} never to restart; if it throws, the default strategy decides
         */
        public Builder restarts(ReconnectionStrategy when) {
            restarts = Objects.requireNonNull(when, "restarts");
            return this;
        }

        /**
         * Sets whether {@link #restarts} also applies to the first start, for a queue that will be declared later; by
         * default the start fails at once.
         *
         * @param on whether it does
         */
        public Builder retryFirstStart(boolean on) {
            retryFirstStart = on;
            return this;
        }

        /**
         * Sets how long {@link QueueConsumer#stop()} waits for the received messages; 30 s by default.
         *
         * @param longest zero or more
         * @throws IllegalArgumentException when it is negative
         */
        public Builder stopTimeout(Duration longest) {
            if (longest.isNegative()) {
                throw new IllegalArgumentException("the stop timeout of a consumer is zero or more, not " + longest);
            }
            stopTimeout = longest;
            return this;
        }

        /**
         * Sets the executor of the handler. By default the consumer has its own daemon threads, as many as the
         * concurrency at most and no more than there is work for.
         *
         * @param which the application shuts it down. If it is shared, the handlers wait for its threads; if it rejects
         *     tasks, the consumer ends
         */
        public Builder executor(Executor which) {
            executor = Objects.requireNonNull(which, "executor");
            return this;
        }

        /**
         * Sets a listener for the events of the consumer; none by default.
         *
         * @param who see {@link ConsumerListener} for threads
         */
        public Builder listener(ConsumerListener who) {
            listener = Objects.requireNonNull(who, "listener");
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalStateException when failed messages are to be published although the handler acknowledges
         */
        public ConsumerOptions build() {
            if (acknowledgement == Acknowledgement.MANUAL && failed.kind() == FailedMessages.Kind.PUBLISH) {
                throw new IllegalStateException("failed messages can be published only where the consumer acknowledges,"
                        + " since it cannot know what the handler has acknowledged");
            }
            return new ConsumerOptions(this);
        }
    }
}
