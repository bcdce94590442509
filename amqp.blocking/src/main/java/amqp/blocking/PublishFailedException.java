// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.AmqpException;
import amqp.connection.Verdict;

/** A publish in confirm mode had another verdict than {@link Verdict#ACKED}. */
public final class PublishFailedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    PublishFailedException(String exchange, String routingKey, Verdict verdict) {
        this(
                "the message for exchange \"" + exchange + "\" with routing key \"" + routingKey + "\" "
                        + meaning(verdict),
                verdict);
    }

    private PublishFailedException(String message, Verdict verdict) {
        super(message);
        this.verdict = verdict;
    }

    @Override
    protected PublishFailedException copy() {
        return new PublishFailedException(getMessage(), verdict);
    }

    /** Nacked, returned or unknown. */
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
