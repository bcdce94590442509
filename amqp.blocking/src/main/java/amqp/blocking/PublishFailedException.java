// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.codec.AmqpException;
import amqp.connection.Verdict;

/** The broker did not take a message that was published in confirm mode, or its verdict is unknown. */
public final class PublishFailedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    PublishFailedException(String exchange, String routingKey, Verdict verdict) {
        super("the message for exchange \"" + exchange + "\" with routing key \"" + routingKey + "\" "
                + meaning(verdict));
        this.verdict = verdict;
    }

    /** Returns the verdict: refused, returned or unknown, never {@link Verdict#ACKED}. */
    public Verdict verdict() {
        return verdict;
    }

    private static String meaning(Verdict verdict) {
        return switch (verdict) {
            case NACKED -> "was refused by the broker";
            case RETURNED -> "came back: no queue is bound that it could go to";
            default -> "may or may not have reached the broker: the connection ended before it said so";
        };
    }
}
