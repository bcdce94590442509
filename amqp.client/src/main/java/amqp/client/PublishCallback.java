// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;
import amqp.connection.Verdict;

/**
 * Called with the verdicts of publishes in confirm mode, where the channel's {@link ChannelOptions#completionDispatch}
 * says. One object may serve many publishes. If it throws, {@link ConnectionOptions.Builder#onCallbackFailure} is
 * called and nothing is closed.
 */
@FunctionalInterface
public interface PublishCallback {

    /**
     * Called once for each publish.
     *
     * @param verdict the broker's verdict, or {@link Verdict#UNKNOWN} when the channel ended before it arrived
     */
    void settled(Verdict verdict);

    /**
     * Called when there is no verdict, with the reason. By default, this calls {@link #settled} with
     * {@link Verdict#UNKNOWN}.
     *
     * @param why has the reason, such as the broker's reply code and text for an exchange that does not exist; one
     *     object for all publishes of the channel without a verdict for this reason
     */
    default void unknown(ClosedException why) {
        settled(Verdict.UNKNOWN);
    }
}
