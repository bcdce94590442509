// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.codec.AmqpException;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;

/**
 * A message that was published in confirm mode was refused or returned by the broker, or got no verdict because the
 * channel or connection ended first. In the last case the cause is a {@link ClosedException} with the reason, such as
 * the broker's reply code and text for an exchange that does not exist.
 */
public final class PublishFailedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final Verdict verdict;

    /** By a verdict of the broker. */
    PublishFailedException(String exchange, String routingKey, int messages, Verdict verdict) {
        super(subject(exchange, routingKey, messages) + meaning(verdict));
        this.verdict = verdict;
    }

    /** Without a verdict. */
    PublishFailedException(String exchange, String routingKey, int messages, ClosedException why) {
        super(
                subject(exchange, routingKey, messages) + "may or may not have reached the broker: " + why.getMessage(),
                why);
        this.verdict = Verdict.UNKNOWN;
    }

    private static String subject(String exchange, String routingKey, int messages) {
        return (messages == 1 ? "the message" : "at least one of " + messages + " messages") + " for exchange \""
                + exchange + "\" with routing key \"" + routingKey + "\" ";
    }

    /**
     * Returns the verdict: refused, returned or unknown, never {@link Verdict#ACKED}. For several messages it is the
     * worst one: unknown if there is one, else returned, else refused.
     */
    public Verdict verdict() {
        return verdict;
    }

    private static String meaning(Verdict verdict) {
        return verdict == Verdict.NACKED
                ? "was refused by the broker"
                : "came back: no queue is bound that it could go to";
    }
}
