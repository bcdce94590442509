// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;
import amqp.connection.Verdict;

/**
 * Called with the outcome of publishes in confirm mode, where the channel's {@link ChannelOptions#completionDispatch}
 * says. One object may serve many publishes. What it throws is reported to
 * {@link ConnectionOptions.Builder#onCallbackFailure}, and closes nothing.
 */
@FunctionalInterface
public interface PublishCallback {

    /**
     * Called once for each publish.
     *
     * @param verdict the broker's verdict, or {@link Verdict#UNKNOWN} when the channel ended before there was one
     */
    void settled(Verdict verdict);

    /**
     * Called instead of {@link #settled} with {@link Verdict#UNKNOWN}, for callbacks that want to know why there is no
     * verdict; calls that method by default.
     *
     * @param why has the reason, such as the broker's reply code and text for an exchange that does not exist; one object
     *     for all publishes of the channel that have no verdict for this reason
     */
    default void unknown(ClosedException why) {
        settled(Verdict.UNKNOWN);
    }
}
