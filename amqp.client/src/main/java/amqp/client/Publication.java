// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.dispatch.Held;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Attached to a publish in confirm mode. Knows the channel, so that the callback is called where the channel's callbacks
 * run, also for messages that were never sent.
 */
sealed interface Publication permits Publication.Plain, Publication.Kept, ObservedPublish {
    /** The broker has given its verdict. In the strand. */
    void settled(Verdict verdict);

    /** The channel has ended before. In the strand. */
    void unknown(CloseReason reason);

    /** One whose message is not kept: one object serves all publishes with the same callback. */
    record Plain(ChannelCore channel, PublishCallback callback) implements Publication {
        @Override
        public void settled(Verdict verdict) {
            channel.dispatch().settled(callback, verdict);
        }

        @Override
        public void unknown(CloseReason reason) {
            channel.dispatch().unknown(callback, channel.whyEnded(reason));
        }
    }

    /**
     * One whose message is kept to be published later or again.
     *
     * @param number in the order of the program, on its channel
     * @param message with a body of our own
     * @param callback called with the verdict; null where nobody waits for it
     * @param observed told the verdict too; null where nobody observes it, or it gets none
     * @param keptSince when it was kept instead of sent; null where it was sent at once
     */
    record Kept(
            Outbox outbox,
            long number,
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed,
            @Nullable Long keptSince)
            implements Publication {
        @Override
        public void settled(Verdict verdict) {
            outbox.settled(this, verdict);
        }

        @Override
        public void unknown(CloseReason reason) {
            outbox.unknown(this, reason);
        }

        /** Whether anybody is to be told its verdict. */
        boolean isHeard() {
            return callback != null || observed != null;
        }

        /** The same, to be published again. */
        Kept again() {
            return keptSince == null
                    ? this
                    : new Kept(outbox, number, exchange, routingKey, mandatory, message, callback, observed, null);
        }

        long bytes() {
            return Held.message(exchange, routingKey, message.properties(), message.bodySize());
        }
    }
}
