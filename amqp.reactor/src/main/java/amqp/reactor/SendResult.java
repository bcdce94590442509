// SPDX-License-Identifier: MPL-2.0
package amqp.reactor;

import amqp.connection.Verdict;

/**
 * What became of a message.
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
