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
     * One message at a time, acknowledged when its handler returns; three retries after about 1, 2 and 4 s, then back to its
     * queue; attempts without end to start again.
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

    /** Returns how many messages the broker may send ahead of their acknowledgements; 0 for what fits the concurrency. */
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

    /** Returns how many messages a batch has at most. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns how long the first message of a batch waits for the others at most. */
    public Duration batchTimeout() {
        return batchTimeout;
    }

    /** Returns when the consumer tries to start again. */
    public ReconnectionStrategy restarts() {
        return restarts;
    }

    /** Returns whether {@link #restarts} holds for the first start too. */
    public boolean retryFirstStart() {
        return retryFirstStart;
    }

    /** Returns how long {@link QueueConsumer#stop()} waits for the messages that have come. */
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
         * Sets how many calls of the handler may run at once; 1 by default, which keeps the order of the queue: a message
         * that is retried holds up those behind it. With more, messages overtake each other, unless {@link #orderedBy} is
         * set.
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
         * Sets how many messages the broker may send ahead of their acknowledgements, by basic.qos for this consumer. By
         * default twice what the handlers work on at once, and at least 50. Less than the concurrency, or less than a
         * batch, leaves handlers without work. A small one is fairer to other consumers of the queue where handlers are
         * slow.
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
         * Sets that messages with the same key are handled one after the other, in the order of the queue, a retried one
         * before the next; those with other keys at the same time. Not for batches.
         *
         * @param of the key of a message, such as the number of an account in its headers, with {@code equals} and
         *     {@code hashCode}; null for a message that has no place in any order. Called once for each message, where its
         *     channel's dispatch says; a message whose key fails has none
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
         * Sets that a failed handler is called again with the message, so many times after the same delay. See
         * {@link #retries(ReconnectionStrategy)}.
         *
         * @param most 0 for none
         * @param delay before each
         * @throws IllegalArgumentException when the number is negative or the delay is not positive
         */
        public Builder retries(int most, Duration delay) {
            return retries(ReconnectionStrategy.fixed(delay).atMost(most));
        }

        /**
         * Sets when a failed handler is called again with the message; three times, after about 1, 2 and 4 s, by default.
         * The message stays with the consumer meanwhile: it counts for the prefetch, but not for the concurrency, and the
         * retries must end before the broker's acknowledgement timeout, 30 minutes by default. Those of a message that
         * comes again after a loss begin anew.
         *
         * @param when asked with 1 after the first call, and the time since that one failed
         */
        public Builder retries(ReconnectionStrategy when) {
            retries = Objects.requireNonNull(when, "retries");
            return this;
        }

        /** Sets that a message goes back to its queue when its last retry has failed, and comes again; so by default. */
        public Builder requeueFailed() {
            failed = FailedMessages.REQUEUE;
            return this;
        }

        /**
         * Sets that a message is rejected when its last retry has failed: it goes to the dead-letter exchange of its queue,
         * and is gone where there is none.
         */
        public Builder rejectFailed() {
            failed = FailedMessages.REJECT;
            return this;
        }

        /**
         * Sets that a message is published elsewhere when its last retry has failed, and acknowledged once the broker has
         * confirmed that; until then it is tried again, with the delays of {@link #restarts}. A loss between the two
         * may leave it in both places.
         *
         * <p>It has its properties but for user-id and expiration, its headers but for CC, and the headers
         * {@code x-exception-message}, {@code x-original-queue}, {@code x-original-exchange} and
         * {@code x-original-routingKey}.
         *
         * @param exchange that it goes to; "" for the default one
         * @param routingKey such as the name of a queue, which must exist: a message that no queue takes is not
         *     acknowledged
         */
        public Builder publishFailed(String exchange, String routingKey) {
            failed = FailedMessages.publish(exchange, routingKey);
            return this;
        }

        /**
         * Sets how many messages a batch has at most; 100 by default.
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
         * Sets how long the first message of a batch waits for the others at most; 1 s by default.
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
         * Sets when the consumer tries to start again, after its channel was closed, as by an acknowledgement timeout, or the
         * broker has cancelled it, as when its queue is deleted; exponential delays of 1 s to 5 s with jitter, without
         * end, by default. When it gives up, the consumer ends. A lost connection comes back as its own options say.
         *
         * @param when {@link ReconnectionStrategy#none} for never; where it throws, the default one decides
         */
        public Builder restarts(ReconnectionStrategy when) {
            restarts = Objects.requireNonNull(when, "restarts");
            return this;
        }

        /**
         * Sets whether {@link #restarts} holds for the first start too, for a queue that will be declared later; by default
         * the start fails at once.
         *
         * @param on whether it does
         */
        public Builder retryFirstStart(boolean on) {
            retryFirstStart = on;
            return this;
        }

        /**
         * Sets how long {@link QueueConsumer#stop()} waits for the messages that have come; 30 s by default.
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
         * Sets where the handler is called. By default on threads of the consumer's own, as many as the concurrency and no
         * more than there is work for, all of them daemons.
         *
         * @param which stays the application's. Where it is shared, the handlers wait for its threads; where it takes no
         *     more tasks, the consumer ends
         */
        public Builder executor(Executor which) {
            executor = Objects.requireNonNull(which, "executor");
            return this;
        }

        /**
         * Sets what is called with what happens to the consumer; nothing by default.
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
