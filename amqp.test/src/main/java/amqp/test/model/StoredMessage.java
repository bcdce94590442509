// SPDX-License-Identifier: MPL-2.0
package amqp.test.model;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;

/**
 * A message in one queue.
 *
 * @param sequence its place among the messages of the broker; it stays when the message is requeued
 * @param origin exchange and routing key that it was published with
 * @param expiresAt by the broker's clock; {@link Long#MAX_VALUE} for never
 * @param deliveries how often it was delivered
 */
public record StoredMessage(
        long sequence, BasicMethod.Publish origin, Message message, long expiresAt, int deliveries) {

    /** Returns whether it was delivered before. */
    public boolean redelivered() {
        return deliveries > 0;
    }

    StoredMessage deliveredOnceMore() {
        return new StoredMessage(sequence, origin, message, expiresAt, deliveries + 1);
    }

    int priority(int highest) {
        Integer priority = message.properties().priority();
        return priority == null ? 0 : Math.min(priority, highest);
    }
}
