// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import java.util.Objects;

/**
 * Where a message goes whose handler has failed for the last time. See {@link ConsumerOptions.Builder#requeueFailed},
 * {@link ConsumerOptions.Builder#rejectFailed} and {@link ConsumerOptions.Builder#publishFailed}.
 *
 * @param exchange for {@link Kind#PUBLISH}
 * @param routingKey for {@link Kind#PUBLISH}
 */
record FailedMessages(Kind kind, String exchange, String routingKey) {
    enum Kind {
        REQUEUE,
        REJECT,
        PUBLISH
    }

    static final FailedMessages REQUEUE = new FailedMessages(Kind.REQUEUE, "", "");
    static final FailedMessages REJECT = new FailedMessages(Kind.REJECT, "", "");

    FailedMessages {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
    }

    static FailedMessages publish(String exchange, String routingKey) {
        return new FailedMessages(Kind.PUBLISH, exchange, routingKey);
    }
}
