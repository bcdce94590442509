// SPDX-License-Identifier: MPL-2.0
package amqp.reactor;

import amqp.connection.Verdict;

/**
 * A published message with its verdict.
 *
 * @param message as it was given
 * @param verdict the broker's; {@link Verdict#UNKNOWN} where the channel or connection was lost before it came
 */
public record SendResult(OutboundMessage message, Verdict verdict) {

    /** Returns whether the broker has the message. */
    public boolean isAcked() {
        return verdict == Verdict.ACKED;
    }
}
